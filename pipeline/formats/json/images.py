"""Pictures in JSON: an item that is one, those that are associated with a story, and which of their renditions to name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from pipeline.formats.json.facts import Facts
from pipeline.formats.json.tree import Lines

Image: TypeAlias = tuple[str | None, str | None, str | None]  # caption, credit, url

# What an item is: "the generic news type" of ninjs, http://cv.iptc.org/newscodes/ninature/, and what others call it.
GENRES: Final = {
    **dict.fromkeys(("picture", "photo", "photograph", "image", "imageobject"), "picture"),
    **dict.fromkeys(("graphic", "infographic"), "graphic"),
    **dict.fromkeys(("video", "videoobject"), "video"),
    **dict.fromkeys(("audio", "audioobject", "podcast"), "audio"),
    **dict.fromkeys(("composite", "package", "gallery", "pkg"), "package"),
}
CAPTION: Final = (
    "descriptioncaption", "caption", "descriptiontext", "descriptionhtml", "description", "descriptions", "alttext", "alt",
)  # fmt: skip
CREDIT: Final = (
    "descriptioncreditline", "creditline", "byline", "by", "credittext", "credit", "photographer", "creator", "author",
    "copyrightholder",
)  # fmt: skip
_TITLE: Final = ("headline", "headlines", "title")
_URL: Final = ("href", "contenturl", "url", "src", "originalurl", "urltoimage", "sourceurl", "media", "link")
_IMAGES: Final = (
    "associations", "images", "image", "imageurl", "urltoimage", "featuredimage", "leadimage", "mainimage", "thumbnail",
    "photos", "media", "pictures", "promoitems", "leadart", "featureimage", "bannerimage", "heroimage", "coverimage",
    "multimedia",
)  # fmt: skip
_BEST: Final = ("original", "main", "hires", "highres", "full", "fullsize", "master", "baseimage", "videofile", "print", "web")
_PICTURES: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".svg")
_BODIES: Final = ("content", "contentelements", "body", "components", "blocks", "articlebody", "richtext")
_ELEMENTS: Final = ("content", "contents", "contentelements", "components", "blocks", "children", "innerblocks", "body", "root")
_NO_LINES: Final = Lines("")  # pictures stand on no line
_DEEPEST: Final = 8
_MOST_ELEMENTS: Final = 2000
_MOST: Final = 200


def genre_of(facts: Facts) -> str | None:
    """What it is if it is no text: "picture", "video", "graphic", "audio" or "package"."""
    return next(
        (
            GENRES[word]
            for text in facts.texts("type", "mediatype", "itemtype")
            if (word := text.lower().rpartition(":")[2]) in GENRES
        ),
        None,
    )


def image_of(item: Facts) -> Image:
    """Caption, credit and address of an item that is a picture (or a film)."""
    return item.text(*CAPTION, *_TITLE), item.text(*CREDIT) or _credited(item), _address(item)


def _credited(item: Facts) -> str | None:
    """Arc XP's {"credits": {"by": [{"name": ...}], "affiliation": [{"name": ...}]}} -> "Ada Quill/The Ledger"."""
    credits = item.thing_at("credits")
    return "/".join(dict.fromkeys(part.text for part in credits.parts("by", "affiliation"))) or None


def images_within(value: object, depth: int = 0) -> Iterator[Image]:
    """The pictures among a story's elements, as Arc XP and its kin set them between the paragraphs."""
    if isinstance(value, list):
        for one in value[:_MOST_ELEMENTS]:
            yield from images_within(one, depth)
    elif isinstance(value, dict) and depth < _DEEPEST:
        item = Facts(value, _NO_LINES)
        inner = next(iter(item.things("data", "attributes", "attrs", "value")), None)
        if genre_of(item) in ("picture", "graphic"):
            yield from (image for one in (item, inner) if one and (image := image_of(one))[2])
        else:
            yield from (image for name in _ELEMENTS for image in images_within(item.get(name), depth + 1))


def images_of(facts: Facts) -> tuple[Image, ...]:
    """The pictures that go with a story, in order, each once: of associated items, of lists of images, of bare addresses."""
    found: list[Image] = []
    for name in filter(facts.__contains__, _IMAGES):
        items = [item.thing_at("data", "item") if "data" in item else item for item in facts.members(name)]
        if not items and name != "media" and (alone := facts.things(name)):
            items = alone
        found += [image for item in items if _shows(item, name) and any(image := image_of(item))]
        if not items and name != "associations":
            found += [(None, None, url) for url in facts.texts(name) if "://" in url]
    for name in filter(facts.__contains__, _BODIES):
        found += images_within(facts.get(name))
    seen: dict[object, Image] = {}
    for image in found:
        seen.setdefault(image[2] or image, image)
    return tuple(seen.values())[:_MOST]


def _shows(item: Facts, name: str) -> bool:
    """A picture, by its type or by what it holds; an associated story is none."""
    genre, kind = genre_of(item), item.text("mimetype", "contenttype", "format", "mediatype") or ""
    if genre or kind.startswith("image"):
        return genre in (None, "picture", "graphic")
    if item.text("type") in ("text", "story", "article"):
        return False
    return name != "associations" or bool(item.get("renditions")) or (_address(item) or "").lower().endswith(_PICTURES)


def _address(item: Facts) -> str | None:
    """The best rendition's: by its name, else the widest; an item without any names itself."""
    renditions = item.thing_at("renditions")
    by_name = {name: one for name in renditions.said for one in renditions.things(name)}
    by_name |= (
        {(one.text("name", "usage", "rel") or str(number)).lower(): one for number, one in enumerate(item.members("renditions"))}
        if not by_name
        else {}
    )
    urls = {name: url for name, one in by_name.items() if _is_media(one) and (url := one.text(*_URL))}
    best = next((urls[name] for name in _BEST if name in urls), None)
    widest = max(urls, key=lambda name: _width(by_name[name]), default=None)
    said = (text for text in item.texts(*_URL) if "/" in text)
    held = (url for name in ("file", "asset") if (url := item.thing_at(name).text(*_URL)))  # Editor.js, Sanity
    return best or (urls[widest] if widest else None) or next(said, None) or next(held, None) or item.text("uri")


def _is_media(rendition: Facts) -> bool:
    """Not the caption of the picture in a file of its own, as AP sends it."""
    return not (rendition.text("mimetype", "contenttype", "type") or "").startswith("text")


def _width(rendition: Facts) -> int:
    width = rendition.text("width") or ""
    return int(width) if width.isdecimal() and len(width) < 7 else 0
