"""What a feed says of an entry outside its text: names, times, rights, keywords, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from pipeline.document import Fields, Notice
from pipeline.formats.dates import is_unset, moment, remarkable
from pipeline.formats.feeds.parts import RDF_ABOUT, Parts, plain, qualified, split
from pipeline.formats.persons import upright
from pipeline.formats.xml.tree import Element, attribute, text_at, words

Image = tuple[str | None, str | None, str | None]  # caption, credit, url

_AUTHORS: Final = ("dc:creator", "author", "creator", "dcterms:creator", "itunes:author", "contributor", "?:byline", "byline")
_PUBLISHED: Final = ("pubDate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created", "prism:publicationDate",
                     "date", "created", "pubdate")  # fmt: skip
_UPDATED: Final = ("updated", "modified", "dcterms:modified", "prism:modificationDate")
_RIGHTS: Final = ("rights", "dc:rights", "dcterms:rights", "media:copyright", "copyright", "prism:copyright")
_TERMS: Final = ("dcterms:accessRights", "dcterms:license", "cc:license", "prism:rightsAgent")
_AGENCIES: Final = ("source", "dc:source", "dc:publisher", "dcterms:publisher", "prism:distributor", "publisher")
_REPLACED: Final = ("dcterms:replaces", "prism:isCorrectionOf", "prism:isUpdateOf")  # Dublin Core, PRISM; links: RFC 5829
_KEYWORDS: Final = ("media:keywords", "dc:subject", "dcterms:subject", "itunes:keywords", "prism:keyword", "keywords")
_PLACES: Final = (
    "georss:featurename",
    "georss:featureName",
    "dc:coverage",
    "dcterms:spatial",
    "media:location",
    "prism:location",
)
_ADDRESS: Final = re.compile(r"\S+@\S+")
_SIGNED_WITH_ADDRESS: Final = re.compile(r"\s*\S+@\S+\s*\(([^()]{2,200})\)\s*")  # RSS 2.0: "ada@tide.example (Ada Quill)"
_VALID_UNTIL: Final = re.compile(r"end\s*=\s*([^;]{4,40})")
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|\Z)", re.I)
_MOST: Final = 100  # keywords, pictures, names


def names_of(entry: Parts, logins: Mapping[str, str]) -> list[str]:
    """Who signed, each once. `logins` are WordPress's users by their names for the site: "aquill" -> "Ada Quill"."""
    found: dict[str, str] = {}
    for element in entry.all(*_AUTHORS)[:_MOST]:
        name = next(
            (
                said
                for child in element.iterchildren("*")
                if qualified(child) in ("name", "itunes:name") and (said := words(child))
            ),
            None,
        )
        said = name or plain(element) or ""
        inside = _SIGNED_WITH_ADDRESS.fullmatch(said)
        said = inside.group(1) if inside else said
        said = upright(logins.get(said, said).strip(" ,;"))
        if said and not _ADDRESS.fullmatch(said) and "://" not in said:
            found.setdefault(said.casefold(), said)
    return list(found.values())


def fields_of(entry: Parts, channel: Parts, summary: str | None) -> tuple[Fields, tuple[Notice, ...]]:
    """The Fields of one entry, with those of its channel where the entry is silent; and what is odd about its times."""
    published, odd = _time([*entry.texts(*_PUBLISHED), *_in_utc(entry, "wp:post_date_gmt")])
    updated, odd_too = _time([*entry.texts(*_UPDATED), *_in_utc(entry, "wp:post_modified_gmt")])
    expires, odd_end = _time(
        [end.group(1) for text in entry.texts("dcterms:valid", "prism:expirationDate") if (end := _VALID_UNTIL.search(text))]
    )
    sections = [plain(one) for one in entry.all("category") if attribute(one, "domain") == "category"]
    return Fields(
        headline=title_of(entry),
        subheadline=summary,
        section=entry.text("prism:section", "section") or next(iter(sections), None),
        language=entry.language or channel.language,
        genre=_genre(entry),
        agency=_agency(entry) or channel.text("title"),
        copyright=entry.text(*_RIGHTS) or text_at(entry.element, ".//ContentMetadata/CopyrightLine") or channel.text(*_RIGHTS),
        usage_terms=entry.text(*_TERMS) or next(iter(entry.links("license")), None),
        story_id=_identity(entry),
        replaces=tuple(dict.fromkeys((*entry.texts(*_REPLACED), *entry.links("predecessor-version")))),
        published_at=published,
        updated_at=updated,
        expires_at=expires,
        keywords=tuple(_keywords(entry))[:_MOST],
        subjects=tuple(_subjects(entry)),
        places=tuple(
            dict.fromkeys(place for one in entry.all(*_PLACES) if (place := attribute(one, "description") or plain(one)))
        ),
        images=tuple(dict.fromkeys(images_of(entry)))[:_MOST],
    ), tuple(notice for notice in (odd, odd_too, odd_end) if notice)


def title_of(entry: Parts) -> str | None:
    """The entry's headline."""
    return entry.text("title", "media:title", "itunes:title", "dc:title")


def _identity(entry: Parts) -> str | None:
    return (
        entry.text("guid", "id", "dc:identifier", "dcterms:identifier")
        or attribute(entry.element, RDF_ABOUT)
        or next(iter(entry.links("alternate", "self")), None)
    )


def _agency(entry: Parts) -> str | None:
    """Whose copy it is; Atom's <source> holds the whole head of the feed that the entry was taken from."""
    for element in entry.all(*_AGENCIES):
        title = Parts(element).text("title") if len(element) else plain(element)
        if title and "://" not in title:
            return title
    return None


def _keywords(entry: Parts) -> list[str]:
    terms = (attribute(one, "label") or plain(one) or attribute(one, "term") for one in entry.all("category", "media:category"))
    return list(dict.fromkeys([*(term for term in terms if term), *split(entry.texts(*_KEYWORDS))]))


def _subjects(entry: Parts) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Categories of a scheme: Atom's term and label, RSS's domain; WordPress's own domains are no schemes."""
    for one in entry.all("category")[:_MOST]:
        scheme = attribute(one, "scheme", "domain")
        if scheme and scheme not in ("category", "post_tag", "post_format", "nav_menu"):
            yield scheme, attribute(one, "term", "nicename") or plain(one), attribute(one, "label") or plain(one)


def images_of(entry: Parts) -> Iterator[Image]:
    """Pictures of Media RSS, of enclosures and of the entry itself."""
    elements = [
        one for one in entry.element.iterdescendants("*") if qualified(one) in ("media:content", "media:thumbnail", "enclosure")
    ]
    links = [link for link in entry.all("link") if attribute(link, "rel") == "enclosure"]
    for one in (*elements[:_MOST], *links[:_MOST]):
        url = attribute(one, "url", "href")
        if url and _medium(one) == "image":
            around = one.getparent()
            places = [Parts(one)] + ([Parts(around)] if around is not None and qualified(around) == "media:group" else [])
            yield (
                _first(place.text("media:description", "media:title", "media:text") for place in places),
                _first(place.text("media:credit") for place in (*places, entry)),
                url,
            )


def _first(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text), None)


def _medium(one: Element) -> str | None:
    told = attribute(one, "medium") or (attribute(one, "type") or "").partition("/")[0]
    if told:
        return told
    url = attribute(one, "url", "href") or ""
    return "image" if qualified(one) == "media:thumbnail" or _PICTURE.search(url) else None


def _genre(entry: Parts) -> str | None:
    """A podcast's or a video's entry, by what it encloses."""
    media = {_medium(one) for one in entry.all("enclosure", "media:content")}
    return next((medium for medium in ("video", "audio") if medium in media), None)


def _in_utc(entry: Parts, name: str) -> list[str]:
    """WordPress's *_gmt tells no zone because its name does; a draft has zeros."""
    return [f"{text}Z" for text in entry.texts(name) if not text.startswith("0000")]


def _time(texts: Iterable[str]) -> tuple[datetime | None, Notice | None]:
    """The first that is a moment; where none is, what is wrong with the first."""
    odd = None
    for text in texts:
        found, notice = moment(_iso(text))
        if found is not None:
            return found, remarkable(odd)
        odd = odd or notice
    return None, odd


def _iso(text: str) -> str:
    """RFC 822 dates, as RSS has them, in ISO form; by that standard "EST" is New York's."""
    if (text[:1].isalpha() or "," in text[:5]) and not is_unset(text):
        try:
            return parsedate_to_datetime(text[:60]).isoformat()
        except (ValueError, OverflowError, IndexError, TypeError):
            return text
    return text
