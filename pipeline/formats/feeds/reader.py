"""News feeds: RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0 (RFC 4287), WordPress exports (WXR 1.0 to 1.2).

With the modules that news sites use: content:encoded, Media RSS, Dublin Core, PRISM, iTunes, GeoRSS, Yandex's full text.
One file, many stories: an entry a Document, numbered from 1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.document import Document, Fields, Notice
from pipeline.errors import NotAStory, TooLarge
from pipeline.formats.feeds.body import body_of, summary_of
from pipeline.formats.feeds.deleted import deleted_entries, kill
from pipeline.formats.feeds.fields import fields_of, names_of, title_of
from pipeline.formats.feeds.parts import ATOM, ATOM_0_3, RSS_1_0, Parts, qualified
from pipeline.formats.markup import root_of
from pipeline.formats.story_copy import StoryCopy, fold
from pipeline.formats.xml.tree import Element, Tree, find, find_all, line_of, name_of, parse, text_at, words

_NAMESPACES: Final = (ATOM.encode(), ATOM_0_3.encode(), b"purl.org/atom/")
# AP's web feeds hold their metadata in an element of their own, and the story as NITF.
_BYLINES: Final = (".//ContentMetadata/ByLine", ".//body.head/byline")
_DATELINES: Final = (".//body.head/dateline", ".//ContentMetadata/DateLine")
# WordPress's own type, and those that newsrooms make for their stories.
_STORIES: Final = ("post", "article", "articles", "news", "story", "stories", "press-release", "press_release", "blog", "opinion")
_MOST: Final = 10_000  # entries of one feed; WordPress cuts its exports far below
_REASONS_SHOWN: Final = 5


def recognises(head: bytes) -> bool:
    """<rss>, an Atom <feed> or <entry>, or an <RDF> of RSS; a <feed> of prices is none."""
    root = root_of(head) if head.startswith(b"<") else None
    if root in ("feed", "entry"):
        return any(space in head for space in _NAMESPACES)
    return (
        root == "rss"
        or head.startswith(b"<rss>")
        or (root == "RDF" and (RSS_1_0.encode() in head or b"my.netscape.com/rdf" in head))
    )


def read(raw: bytes, filename: str) -> list[Document]:
    """A feed -> a Document an entry.

    Notices: summary_only (the feed gives no whole story), item_left_out (an entry that is none: a page, a draft, a comment).
    Raises UnreadableCopy: NotAStory where no entry is a story, TooLarge where there are more than anybody looks at.
    """
    tree = parse(raw, filename)
    feed = _Feed(tree)
    if len(feed.entries) > _MOST:
        raise TooLarge(filename, f"a feed of {len(feed.entries)} entries, more than {_MOST}", "send it in parts")
    stories: list[Document] = []
    left_out: list[Notice] = []
    for number, element in enumerate(feed.entries, 1):
        entry = Parts(element)
        reason = why_not(entry) or _why_empty(story := feed.story(entry, len(stories) + 1))
        if reason:
            left_out.append(Notice("item_left_out", f"entry {number} (line {line_of(element)}) is {reason}"))
        else:
            stories.append(story)
    stories += [kill(one, tree, len(stories) + n) for n, one in enumerate(deleted_entries(tree.root), 1)]
    if not stories:
        reasons = "; ".join(notice.message for notice in left_out[:_REASONS_SHOWN]) or "it has no entries"
        raise NotAStory(filename, f"a feed without a story: {reasons}", "nothing is to be done, or ask the feed's owner")
    stories[0] = replace(stories[0], notices=(*stories[0].notices, *left_out))
    return stories


class _Feed:
    """One feed: its channel, its entries, and WordPress's users."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        root = tree.root
        self.is_atom = name_of(root) in ("feed", "entry")
        channel = find(root, "channel")
        self.channel = Parts(root if channel is None else channel)
        self.entries = _entries(root)
        self.logins = dict(_users(root))
        self.is_export = bool(self.channel.all("wp:wxr_version", "wp:base_site_url"))
        self.format = "wxr" if self.is_export else "atom" if self.is_atom else "rss"

    def story(self, entry: Parts, number: int) -> Document:
        """One entry as its Document: what a person would read of it, in order."""
        body, is_summary = body_of(entry, self.is_export)
        summary = None if is_summary else summary_of(entry, body)
        fields, notices = fields_of(entry, self.channel, summary)
        title = title_of(entry)
        if summary and title and fold(summary) == fold(title):
            fields = replace(fields, subheadline=None)
        copy = StoryCopy(self.format)
        line = line_of(entry.element)
        copy.add("headline", title, line)
        copy.add("subheadline", fields.subheadline, line)
        for name in names_of(entry, self.logins) or _said_inside(entry, *_BYLINES):
            copy.add("byline", name, line)
        for place in _said_inside(entry, *_DATELINES)[:1]:
            copy.add("dateline", place, line)
        copy.add_body(body)
        _add_captions(copy, fields, line)
        if is_summary and body and self.format != "wxr":
            notices = (*notices, Notice("summary_only", "the feed gives the story's summary, not its text"))
        return copy.document(self.tree.decoded, fields, (*self.tree.notices[len(self.tree.decoded.notices) :], *notices), number)


def _said_inside(entry: Parts, *paths: str) -> list[str]:
    """What stands in these elements further down, of the first path that has any."""
    found = ([said for one in find_all(entry.element, path) if (said := words(one))] for path in paths)
    return next((texts for texts in found if texts), [])


def _add_captions(copy: StoryCopy, fields: Fields, line: int) -> None:
    """What stands under pictures, unless the story or its summary says it already."""
    told = fold(" ".join(block.text for block in copy.blocks))
    for caption in dict.fromkeys(caption for caption, _, _ in fields.images if caption):
        if fold(caption) not in told:
            copy.add("caption", caption, line)


def _entries(root: Element) -> list[Element]:
    """RSS 2.0 has its items in the channel, RSS 1.0 beside it, Atom its entries in the feed; an <entry> may stand alone."""
    if name_of(root) == "entry":
        return [root]
    return [one for path in ("channel/item", "item", "entry", "channel/entry") for one in find_all(root, path)]


def _users(root: Element) -> list[tuple[str, str]]:
    """WordPress's users by login, with the name that they sign with."""
    rows = []
    for user in find_all(root, "channel/author"):
        login = text_at(user, "author_login")
        whole = " ".join(part for path in ("author_first_name", "author_last_name") if (part := text_at(user, path)))
        if login and (name := text_at(user, "author_display_name") or whole):
            rows.append((login, whole if name == login and whole else name))
    return rows


def why_not(entry: Parts) -> str | None:
    """Why an entry is no story: "a page", "a draft"; None where it is one."""
    kind, status = entry.text("wp:post_type"), entry.text("wp:status")
    if kind and kind not in _STORIES:
        return f"no post but of WordPress's type {kind[:40]!r}"
    if status and status != "publish":
        return f"not published (its status is {status[:40]!r})"
    if entry.text("wp:post_password"):
        return "behind a password"
    if entry.all("thr:in-reply-to") or any("#comment-" in link for link in entry.links("alternate")):
        return "a reader's comment"
    control = next(iter(entry.all("app:control")), None)
    drafts = [] if control is None else [one for one in control.iterchildren("*") if qualified(one) == "app:draft"]
    return "a draft" if any(str(draft.text).strip() == "yes" for draft in drafts) else None


def _why_empty(story: Document) -> str | None:
    return None if any(char.isalnum() for char in story.text) else "empty"
