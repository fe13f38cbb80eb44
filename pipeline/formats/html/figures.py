"""The pictures of a story: what the metadata name, with the captions that stand under them on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bs4 import Tag

from pipeline.document import Label
from pipeline.formats.html.blocks import Block, Page
from pipeline.formats.html.evidence import holds, words_of
from pipeline.formats.html.prose import is_sentence

Image = tuple[str | None, str | None, str | None]  # caption, credit, url

_CREDIT: Final = frozenset({"credit", "credits", "photographer", "source", "copyright", "attribution"})
_CAPTIONS: Final = frozenset({"caption", "captions", "cutline", "figcaption"})
_CREDIT_RULE: Final = "html.image_credit"
_RULES: Final = ("html.caption", _CREDIT_RULE)
# "Credit: Ada Quill/Tide Pictures", a whole line of it; a caption that ends with its credit stays a caption.
_CREDIT_LINE: Final = re.compile(
    r"\W*(?:photo|image|picture|foto|bild|crédito|crédit)?\s*(?:credits?|by|courtesy(?: of)?|:)\s*:?\s*\S.{2,80}", re.I
)
_CREDITED: Final = re.compile(
    r"(?:^|[.!?”\"’)»\]] )\W?(?:photos?|photograph|images?|pictures?|foto|bild|fotograf|crédito|crédit|credit)"
    r"(?: (?:credit|courtesy))?(?: (?:by|of)|:| ©) ?([^\W\d_][^.!?()]{1,80})\)?\.?\Z",
    re.I,
)
_LONGEST_CREDIT: Final = 100
_LONGEST_CAPTION: Final = 800  # characters of all lines in an element that says it is a caption
_MOST_LINES: Final = 12
_NEAREST: Final = 8  # elements around a caption among which its figure is looked for
_MOST: Final = 50


def images_of(named: Iterable[Image], blocks: Sequence[Block], labels: Sequence[tuple[Label, str] | None]) -> tuple[Image, ...]:
    """`named` by the metadata, and the story's figures; one image a URL, with whatever is known of it."""
    images: dict[str, Image] = {}
    for number, image in enumerate((*named, *_figures(blocks, labels))):
        key = image[2] or f"without a url: {number}"
        known = images.get(key, (None, None, None))
        images[key] = (known[0] or image[0], known[1] or image[1], image[2])
    return tuple(images.values())[:_MOST]


def _figures(blocks: Sequence[Block], labels: Sequence[tuple[Label, str] | None]) -> Iterator[Image]:
    """The captions of the story, those of one figure put together."""
    together: dict[int, tuple[Tag, list[str], list[str]]] = {}
    for block, label in zip(blocks, labels, strict=True):
        if label and label[1] in _RULES and (figure := _figure(block.element)):
            _, captions, credits = together.setdefault(id(figure), (figure, [], []))
            (credits if label[1] == _CREDIT_RULE or is_credit(block) else captions).append(block.text)
            if not credits and (inside := _credit_inside(block.element)):
                credits.append(inside)
    for figure, captions, credits in together.values():
        if holds(figure, "table"):
            continue
        text, credit = " ".join(captions) or None, " ".join(dict.fromkeys(credits)) or None
        yield _without(text, credit), credit or credited_in(text), _url(figure)


def _without(text: str | None, credit: str | None) -> str | None:
    """The caption without the credit that closes it in an element of its own."""
    if text and credit and text != credit and text.endswith(credit):
        return text.removesuffix(credit).rstrip(" (|/–—-") or text
    return text


def credited_in(caption: str | None) -> str | None:
    """'The ferry. (Photo by Ada Quill/Tide)' -> 'Ada Quill/Tide'."""
    found = _CREDITED.search(caption or "")
    return found.group(1).strip() if found else None


def _figure(element: Tag) -> Tag | None:
    around: Tag | None = element
    for _ in range(_NEAREST):
        if around is None or around.name == "figure":
            return around
        around = around.parent
    return None


def beside_pictures(page: Page) -> frozenset[int]:
    """Numbers of the blocks that are a few words beside a picture and not in its caption: "Getty Images"."""
    figures = (area for area in page.areas if area.tag.name == "figure" and area.last - area.first <= _MOST_LINES)
    shown = (area for area in figures if holds(area.tag, "img", "picture", "amp-img"))
    return frozenset(number for area in shown for number in range(area.first, area.last) if _is_a_few_words(page.blocks[number]))


def _is_a_few_words(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text) <= _LONGEST_CREDIT and not is_sentence(block.text)


def captions_of(page: Page) -> frozenset[int]:
    """Numbers of the blocks in elements whose class says that they are captions: <p class="wp-caption-text">."""
    found: set[int] = set()
    for area in page.areas:
        if area.last - area.first <= _MOST_LINES and area.tag.attrs and _CAPTIONS.intersection(words_of(area.tag)):
            inside = range(area.first, area.last)
            if sum(len(page.blocks[number].text) for number in inside) <= _LONGEST_CAPTION:
                found.update(inside)
    return frozenset(found)


def is_credit(block: Block) -> bool:
    """Is a line among captions the photographer's: by its class, or because it reads "Credit: ..."?"""
    if len(block.text) > _LONGEST_CREDIT:
        return False
    said = any(_CREDIT.intersection(words_of(tag)) for tag in (block.wrapper, block.element) if tag is not None)
    return said or _CREDIT_LINE.fullmatch(block.text) is not None


def _credit_inside(caption: Tag) -> str | None:
    inside = (tag for tag in caption.find_all(True, limit=_MOST) if _CREDIT.intersection(words_of(tag)))
    return next((text for tag in inside if (text := " ".join(tag.get_text().split()))), None)


def _url(figure: Tag) -> str | None:
    image = figure.find("img")
    source = (image.get("src") or image.get("data-src")) if image else None
    return str(source).strip() if source and not str(source).startswith("data:") else None
