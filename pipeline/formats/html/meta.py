"""What a page says of its story outside the text: JSON-LD first, then OpenGraph, then <meta> and <time>."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bs4 import BeautifulSoup

from pipeline.document import Fields, Notice
from pipeline.formats.dates import moment, remarkable
from pipeline.formats.html.head import Head
from pipeline.formats.html.jsonld import Thing, article, named, strings

Image = tuple[str | None, str | None, str | None]  # caption, credit, url

_TITLES: Final = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title")
_AUTHORS: Final = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "byline",
)
_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "dc.date", "pubdate", "publish-date", "publication_date", "date", "sailthru.date",
)  # fmt: skip
_UPDATED: Final = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "lastmod")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
PARTS_OF_A_TITLE: Final = re.compile(r"\s+[|–—·»:-]\s+")
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:;|,|\||\band\b|&)\s*")
_LONGEST: Final = 500  # characters of a value of <meta> that are read
_MOST: Final = 50  # keywords, images


def fields_of(soup: BeautifulSoup) -> tuple[Fields, tuple[str, ...], tuple[Notice, ...]]:
    """The page's Fields; every title that it gives its story, to know the headline by; and what is odd about its dates."""
    head = Head(soup)
    story = article(head)
    sites = [name for _, name in named(story.get("publisher"))] + head.all("og:site_name") + head.all("publisher", "dc.publisher")
    titles = [without_site(title, sites) for title in _titles(head, story)]
    people, houses = _authors(head, story)
    fields = Fields(
        headline=titles[0] if titles else None,
        subheadline=_other_than(titles, strings(story.get("alternativeHeadline"))),
        section=_first(
            strings(story.get("articleSection")), head.all("article:section", "og:article:section", "parsely-section")
        ),
        language=_language(head, story),
        genre=_first(strings(story.get("genre"))),
        byline=None if people else _first(houses),
        authors=tuple(people),
        agency=_first(name.lstrip("@") for name in sites),
        copyright=_first(strings(story.get("copyrightNotice"))),
        story_id=_first(strings(story.get("identifier")), _canonical(head)),
        replaces=tuple(head.every("dcterms.replaces", "dc.relation.replaces")),
        keywords=_keywords(head, story),
        places=tuple(name for _, name in named(story.get("contentLocation"))),
        images=tuple(_images(head, story)),
    )
    times, notices = _times(head, story)
    published, updated, expires = times
    return replace(fields, published_at=published, updated_at=updated, expires_at=expires), tuple(titles), notices


def without_site(title: str, sites: Iterable[str]) -> str:
    """'Fire in Corvane | The Ledger' -> 'Fire in Corvane', where The Ledger is known to be the site (or its domain's name)."""
    parts = PARTS_OF_A_TITLE.split(title)
    known = {_folded(site) for site in sites}
    if len(parts) > 1 and _folded(parts[-1]) in known:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»:-\t")
    if len(parts) > 1 and _folded(parts[0]) in known:
        return title[len(parts[0]) :].lstrip(" |–—·»:-\t")
    return title


def _folded(text: str) -> str:
    return re.sub(r"^the |\.com$|\W+", "", text.casefold().lstrip("@"))


def _first(*groups: Iterable[str]) -> str | None:
    return next((text for group in groups for text in group if text), None)


def _other_than(titles: list[str], candidates: list[str]) -> str | None:
    known = {_folded(title) for title in titles}
    return next((text for text in candidates if _folded(text) not in known), None)


def _titles(head: Head, story: Thing) -> list[str]:
    title = head.first("title")
    own = strings(title.get_text()[:_LONGEST]) if title else []
    return list(dict.fromkeys([*strings(story.get("headline")), *(title for name in _TITLES for title in head.all(name)), *own]))


def _authors(head: Head, story: Thing) -> tuple[list[str], list[str]]:
    """People who signed, and houses that did ("Associated Press")."""
    signed = named(story.get("author")) or named(story.get("creator")) or [("", name) for name in head.all(*_AUTHORS)]
    signed = [(kind, name) for kind, name in signed if "://" not in name and "@" not in name and len(name) < 200]
    people = [one for kind, name in signed if not kind.endswith("Organization") for one in _names(name)]
    return list(dict.fromkeys(people)), [name for kind, name in signed if kind.endswith("Organization")]


def _names(text: str) -> list[str]:
    """'By Ada Quill and Bo Lind' -> both; 'Ada Quill, Jr.' and 'Ada Quill | Sponsored' stay one."""
    text = re.sub(r"^by\s+", "", text, flags=re.I)
    parts = [part for part in _BETWEEN_NAMES.split(text) if part]
    return parts if all(" " in part for part in parts) else [text.split("|")[0].strip()]


def _language(head: Head, story: Thing) -> str | None:
    root = head.first("html")
    declared = [str(root.get("lang") or root.get("xml:lang") or "")] if root else []
    said = [*declared, *strings(story.get("inLanguage")), *head.all("og:locale", "dc.language", "language")]
    tags = (text.strip().replace("_", "-") for text in said)
    return next((tag for tag in tags if _LANGUAGE.fullmatch(tag)), None)


def _canonical(head: Head) -> list[str]:
    links = [str(link["href"]) for link in head.having("link", "href") if "canonical" in str(link.get("rel") or "").split()]
    urls = [*links[:1], *head.all("og:url")]
    return [url.strip() for url in urls if re.match(r"https?://[^/\s]+/[^\s]", url.strip())]


def _keywords(head: Head, story: Thing) -> tuple[str, ...]:
    said = strings(story.get("keywords")) or head.all("news_keywords") or head.all("article:tag") or head.all("keywords")
    words = (word.strip() for text in said for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word and not word.startswith("@")))[:_MOST]


def _images(head: Head, story: Thing) -> Iterable[Image]:
    images = story.get("image")
    for image in (images if isinstance(images, list) else [images])[:_MOST]:
        thing = image if isinstance(image, dict) else {"url": image}
        if url := _first(strings(thing.get("url")), strings(thing.get("contentUrl"))):
            yield _first(strings(thing.get("caption"))), _first(strings(thing.get("creditText"))), url
    for url in head.all("og:image", "og:image:url")[:_MOST]:
        yield None, None, url


def _times(head: Head, story: Thing) -> tuple[list[datetime | None], tuple[Notice, ...]]:
    """When the story was published, when updated, when it expires; and what is odd about these."""
    read = [
        _first_moment([*strings(story.get("datePublished")), *head.every(*_PUBLISHED), *_time_elements(head, "datePublished")]),
        _first_moment([*strings(story.get("dateModified")), *head.every(*_UPDATED), *_time_elements(head, "dateModified")]),
        _first_moment([*strings(story.get("expires")), *head.all("article:expiration_time")]),
    ]
    return [time for time, _ in read], tuple(notice for _, notice in read if notice)


def _time_elements(head: Head, itemprop: str) -> list[str]:
    """Moments of the <time> elements that say they are this; a page's only <time> is that of its publication."""
    times = head.having("time", "datetime")[:_MOST]
    said = [str(time["datetime"]) for time in times if itemprop in str(time.get("itemprop", ""))]
    alone = len(times) == 1 and itemprop == "datePublished"
    return said or ([str(times[0]["datetime"])] if alone else [])


def _first_moment(candidates: list[str]) -> tuple[datetime | None, Notice | None]:
    """The first that is a moment, one with an offset before one without; where none is, what is wrong with the first."""
    read = [moment(text) for text in candidates[:_MOST]]
    times = [time for time, _ in read if time is not None]
    found = next((time for time in times if time.utcoffset() is not None), times[0] if times else None)
    odd = next((notice for _, notice in read if notice is not None), None)
    return found, remarkable(odd) if found else odd
