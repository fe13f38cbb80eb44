"""Pictures, video and sound in a NewsML 1.x NewsItem: one image for each picture, however many sizes it comes in."""

from __future__ import annotations

from typing import Final, TypeAlias

from pipeline.formats.newsml1.content import text_of
from pipeline.formats.newsml1.parts import Content, part_of
from pipeline.formats.xml.tree import Element, attribute, attribute_at, find, find_all, text_at

Image: TypeAlias = tuple[str | None, str | None, str | None]

_BEST: Final = frozenset({"main", "highres", "high res", "high", "original", "image", "picture", "photo", "fullsize", "full"})
_PICTURES: Final = frozenset({"picture", "graphic"})
_MEDIA: Final = ("video", "graphic", "picture", "audio")


def medium_of_item(contents: list[Content]) -> str | None:
    """What an item without a story is: its gravest medium, else None."""
    found = {content.medium for content in contents}
    return next((medium for medium in _MEDIA if medium in found), None)


def images_of(contents: list[Content], told: set[Element]) -> tuple[Image, ...]:
    """(caption, credit, address) of each picture; `told` are the components that speak of stories and not of pictures."""
    pictures = [content for content in contents if content.medium in _PICTURES]
    if not pictures:
        return ()
    worded = {content.chain[-2] for content in contents if part_of(content.chain[-1]) == "caption" and len(content.chain) > 1}
    worded |= {component for content in pictures for component in content.chain if find(component, "NewsLines") is not None}
    by_home: dict[Element, list[Content]] = {}
    for picture in pictures:
        home = next((at for at in picture.chain if at in worded and at not in told), picture.chain[-1])
        by_home.setdefault(home, []).append(picture)
    captions = _captions([content for content in contents if content.chain[-1] not in told])
    found = (_image(home, sizes, captions.get(home, []), home in told) for home, sizes in by_home.items())
    return tuple(dict.fromkeys(image for image in found if any(image)))


def _captions(contents: list[Content]) -> dict[Element, list[str]]:
    """The words in each component, but for those that no reader sees."""
    found: dict[Element, list[str]] = {}
    for content in contents:
        if content.medium == "text" and part_of(content.chain[-1]) != "unseen":
            words = [block.text for block in text_of(content.element).blocks]
            for component in content.chain:
                found.setdefault(component, []).extend(words)
    return found


def _image(home: Element, sizes: list[Content], captions: list[str], is_story: bool) -> Image:
    """One picture; beside a story, whose lines are not its own, its address alone."""
    best = next((size for size in sizes if _is_best(size)), sizes[0])
    address = attribute(best.element, "Href", "href")
    if is_story:
        return None, None, address
    signed = [text_at(home, "NewsLines/ByLine"), text_at(home, "NewsLines/CreditLine")]
    credit = " / ".join(dict.fromkeys(filter(None, signed))) or text_at(home, "NewsLines/CopyrightLine")
    credit = credit or attribute_at(home, "AdministrativeMetadata/Creator/Party", "FormalName")
    return " ".join(captions) or text_at(home, "NewsLines/HeadLine"), credit, address


def _is_best(size: Content) -> bool:
    traits = [at for at in find_all(size.element, "Characteristics/Property") if at.get("FormalName") == "ImageUse"]
    roles = [attribute_at(size.chain[-1], "Role", "FormalName"), *(attribute(at, "Value") for at in traits)]
    return any(role and role.casefold() in _BEST for role in roles)
