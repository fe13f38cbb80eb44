"""The text of a feed's entry: which of its parts is the story, and its paragraphs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.formats.blocks import Block, of_lines, of_tree, read_once_more
from pipeline.formats.classes import of_agency_markup
from pipeline.formats.feeds.parts import Parts, is_markup, qualified
from pipeline.formats.story_copy import fold
from pipeline.formats.xml.tree import Element, attribute, find, line_of, name_of, words

# Whole stories, from the surest part to the one that may be a summary.
_WHOLE: Final = ("content:encoded", "content", "yandex:full-text", "turbo:content", "?:fulltext", "fulltext", "full-text",
                 "xhtml:body", "body", "content:items", "story", "text")  # fmt: skip
SUMMARIES: Final = ("summary", "description", "dcterms:abstract", "dc:description", "wp:excerpt-encoded",
                    "media:description", "itunes:summary", "prism:teaser")  # fmt: skip
_MEDIA_TYPES: Final = ("image/", "audio/", "video/", "application/")
_TAG_OR_NEWLINE: Final = re.compile(r"<[^<>]*>|\n")  # each "<" is read to the next one: linear
_TAIL: Final = 20  # characters
_CUT_OFF: Final = re.compile(r"\s*\[?(?:…|\.\.\.)\]?\W*\Z")  # "It sailed at [...]"
_MAKES_BLOCKS: Final = re.compile(r"<(?:p|div|br|li|h[1-6]|td|blockquote|figure)\b", re.I)
# https://codex.wordpress.org/Shortcode: what alone in a line stands for a gadget, not for words.
_CAPTION: Final = re.compile(r"\[(/?)(?:wp_)?caption\b([^\[\]]{0,500})\]")
_CAPTION_WORDS: Final = re.compile(r"caption=[\"']([^\"']{1,400})[\"']")
_GADGET: Final = re.compile(
    r"\[/?(?:gallery|embed|playlist|audio|video|contact[-_]form[\w-]*|(?=[a-z]+[-_])[a-z][\w-]{2,40}"
    r"|[a-z][\w-]{1,40}(?= [^\[\]]*=))(?: [^\[\]]{0,500})?/?\]"
)
_GADGETS_LONGEST: Final = 600
# WordPress closes every entry of its feeds with this line, in the site's language.
_APPEARED: Final = re.compile(
    r"(?:The post|Der Beitrag|L[’']article|La entrada|Il post|L[’']articolo|O post|Inlägget|Innlegget|Indlægget|Het bericht)\b"
    r".{1,300}"
    r"\b(?:appeared first on|erschien zuerst auf|est apparu en premier sur|(?:se publicó primero|aparece primero) en"
    r"|(?:proviene|sembra essere il primo) (?:da|su)|apareceu primeiro em|dök först upp på|dukket først opp på"
    r"|blev først udgivet på|verscheen eerst op)\b.{1,200}",
    re.I | re.S,
)


def body_of(entry: Parts, is_export: bool) -> tuple[list[Block], bool]:
    """The blocks of the story, and whether they are its summary only. `is_export`: WordPress's raw posts, a paragraph a line."""
    for names in (_WHOLE, SUMMARIES):
        for element in entry.all(*names):
            if blocks := _blocks(element, is_export):
                return [_judged(block) for block in blocks], names is SUMMARIES
    return [], True


def summary_of(entry: Parts, body: list[Block]) -> str | None:
    """What the summary says beyond the body; feeds cut it from the story's own beginning."""
    told = fold(" ".join(block.text for block in body))
    for element in entry.all(*SUMMARIES[:5]):
        said = " ".join(block.text for block in map(_judged, _blocks(element, False)) if block.given is None)
        said = said[:-_TAIL] + _CUT_OFF.sub("", said[-_TAIL:])
        folded = fold(said)
        if folded:
            return None if folded in told else said
    return None


def _blocks(element: Element, is_export: bool) -> list[Block]:
    kind = (attribute(element, "type") or "").lower()
    line = line_of(element)
    if kind.startswith(_MEDIA_TYPES) and not kind.endswith(("xml", "html")):
        return []
    if kind in ("xhtml", "application/xhtml+xml") or len(element) or qualified(element) == "xhtml:body":
        return of_tree(_without_head(element))
    text = "" if element.text is None else str(element.text)
    if kind in ("text", "text/plain") or not is_markup(text):
        return of_lines(text, line)
    return of_agency_markup(_with_lines(text, is_export), line)


def _without_head(element: Element) -> Element:
    """A whole page has a <body>, and so has the NITF that AP sets into its Atom."""
    inside = (find(element, path) for path in (".//body.content", ".//body") if name_of(element) != "body")
    return next((body for body in inside if body is not None and words(body)), element)


def _with_lines(text: str, is_export: bool) -> str:
    """WordPress makes paragraphs of a post's lines when it shows it; in an export, and in some feeds, they are still lines."""
    text = with_captions(read_once_more(text))
    if ("<!-- wp:" in text) if is_export else _MAKES_BLOCKS.search(text):
        return text
    return _TAG_OR_NEWLINE.sub(lambda found: "\n<br>" if found.group() == "\n" else found.group(), text)


def with_captions(text: str) -> str:
    """The text with WordPress' shortcode [caption] as an element."""
    return _CAPTION.sub(_as_caption, text)


def _as_caption(found: re.Match[str]) -> str:
    if found.group(1):
        return "</figcaption>"
    said = _CAPTION_WORDS.search(found.group(2))  # the old way: [caption caption="The ferry."]
    return f"<figcaption>{said.group(1) if said else ''}"


def _judged(block: Block) -> Block:
    """A gadget's shortcode alone in its line, and WordPress's closing line, are no text of the story."""
    if block.given is None and len(block.text) <= _GADGETS_LONGEST:
        if block.text.startswith("[") and _GADGET.fullmatch(block.text):
            return replace(block, given=("furniture", "feeds.shortcode"))
        if _APPEARED.fullmatch(block.text):
            return replace(block, given=("furniture", "feeds.appeared_first"))
    return block
