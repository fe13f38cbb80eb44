"""XML of any origin -> a tree that is safe to walk: no entity is expanded, nothing is loaded, no text is lost.

The doctype goes before the parser sees it, so that there is nothing to expand (billion laughs) and nothing to fetch.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from pipeline.document import Notice
from pipeline.errors import BrokenMarkup
from pipeline.formats.decoding.charset import as_utf8, unmarked
from pipeline.formats.decoding.decode import Decoded, decode

Element: TypeAlias = etree._Element  # the only name that lxml has for it

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']\s*([\w:.-]{1,40})")
_DECLARED_WITHIN: Final = 1024  # bytes
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*>")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^\[<>]*(?:\[.*?\]\s*)?>", re.S)
_DOCTYPE_WITHIN: Final = 1 << 16  # characters
_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|\w{1,40};)?")
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_MARKUP: Final = re.compile(r"<[^<>]*>|[\W_]+")
_EXTRA_CONTENT: Final = 5  # libxml2's XML_ERR_DOCUMENT_END
_NO_TEXT: Final = (("<!--", "-->"), ("<?", "?>"))


class Tree(NamedTuple):
    """The root element, the encoding of the file, and what was odd."""

    root: Element
    decoded: Decoded
    notices: tuple[Notice, ...]


def parse(raw: bytes, filename: str, may_be_several: bool = False) -> Tree:
    """The tree of an XML file. With `may_be_several`, documents one behind the other, as in SGML, get a root round them.

    Notices: those of decode, entities_refused, broken_markup (mended without loss).

    Raises UnreadableCopy: BrokenMarkup where it is cut off or so broken that text would be lost.
    """
    declared = _DECLARED.match(unmarked(as_utf8(raw[:_DECLARED_WITHIN])))
    decoded = decode(raw, declared.group(1).decode("ascii") if declared else None, filename)
    text, notices = _without_doctype(_without_declaration(decoded.text))
    text = _NOT_XML.sub(" ", _ENTITY.sub(_plain_entity, text) if "&" in text else text)
    try:
        root = etree.fromstring(text, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        is_first = error.code == _EXTRA_CONTENT  # type: ignore[attr-defined]  # lxml's stubs forget it
        if may_be_several and is_first and (several := _together(text)) is not None:
            return Tree(several, decoded, decoded.notices + notices)
        root = _mended(text, error, filename)
        notices = (*notices, Notice("broken_markup", f"the XML is broken and was mended: {error.msg}"))
    except ValueError as error:  # a declaration that is cut off, or a second one: lxml takes none in text
        raise BrokenMarkup(filename, f"the XML is broken: {error}", "send the file again, whole") from None
    return Tree(root, decoded, decoded.notices + notices)


def _together(text: str) -> Element | None:
    """One root around all; None where they are no elements side by side."""
    try:
        root = etree.fromstring(f"<documents>{text}</documents>", _parser(recover=False))
    except etree.XMLSyntaxError:
        return None
    return None if any((one.tail or "").strip() for one in root) else root


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=recover, remove_comments=True, remove_pis=True
    )


def _without_declaration(text: str) -> str:
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _without_doctype(text: str) -> tuple[str, tuple[Notice, ...]]:
    doctype = _DOCTYPE.search(text, 0, _DOCTYPE_WITHIN)
    if doctype is None:
        return text, ()
    blank = "\n" * doctype.group().count("\n")  # the lines below keep their numbers
    refused = Notice("entities_refused", "the file declares entities of its own, which are not expanded")
    return text[: doctype.start()] + blank + text[doctype.end() :], (refused,) if "<!ENTITY" in doctype.group() else ()


def _plain_entity(found: re.Match[str]) -> str:
    """'&eacute;' -> 'é', '&#145;' -> what HTML reads there; a bare '&' and an unknown entity stay as they are written."""
    name = found.group(1)
    plain = html.unescape(found.group()) if name else ""
    if name and name.startswith("#") and not plain:  # "&#3;", as teleprinters' files have it
        return " "
    if not plain or plain == found.group():
        return "&amp;" + (name or "")
    return plain.replace("&", "&amp;").replace("<", "&lt;")


def _mended(text: str, error: etree.XMLSyntaxError, filename: str) -> Element:
    """What can be read of broken XML, provided that not a letter between its tags is lost."""
    try:
        root = etree.fromstring(text, _parser(recover=True))
    except etree.XMLSyntaxError:
        root = None
    kept = "" if root is None else _MARKUP.sub("", "".join(map(str, root.itertext())))
    written = _MARKUP.sub("", html.unescape(_MARKUP.sub(" ", _seen(text))))
    if root is None or not _is_whole(text, root) or kept != written:
        where = f"line {error.lineno}, column {error.offset}"
        raise BrokenMarkup(filename, f"the XML is broken at {where}: {error.msg}", "send the file again, whole") from None
    return root


def _seen(text: str) -> str:
    """The source without its comments and instructions. By hand: a pattern would look for the end of each "<!--" anew."""
    for opening, closing in _NO_TEXT:
        pieces, at = [], 0
        while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
            pieces.append(text[at:start])
            at = end + len(closing)
        text = "".join(pieces) + text[at:]
    return text


def _is_whole(text: str, root: Element) -> bool:
    """Does the text end with the root's end tag? One that was cut between two elements does not."""
    name = f"{root.prefix}:{name_of(root)}" if root.prefix else name_of(root)
    return text.rstrip().removesuffix(">").rstrip().endswith(f"</{name}")


def name_of(element: Element) -> str:
    """The name without its namespace: "{http://...}hl1" -> "hl1"."""
    return str(element.tag).rpartition("}")[2]


@lru_cache(maxsize=1024)
def _in_any_namespace(path: str) -> str:
    return "/".join(part if part in (".", "", "*") else f"{{*}}{part}" for part in path.split("/"))


def line_of(element: Element) -> int:
    """The line of the source on which the element begins, from 1."""
    line: object = element.sourceline  # lxml's stubs say Ellipsis
    return line if isinstance(line, int) else 1


def find(element: Element, path: str) -> Element | None:
    """The first element at a path of local names, whatever their namespace: find(root, "head/docdata"), ".//media"."""
    return element.find(_in_any_namespace(path))


def find_all(element: Element, path: str) -> list[Element]:
    """All elements at a path of local names."""
    return element.findall(_in_any_namespace(path))


def words(element: Element | None) -> str | None:
    """All text in an element, blanks collapsed; None where there is none."""
    return None if element is None else " ".join("".join(map(str, element.itertext())).split()) or None


def text_at(element: Element, *paths: str) -> str | None:
    """The words of the first of these paths that has any."""
    return next((said for path in paths for at in find_all(element, path) if (said := words(at))), None)


def attribute(element: Element | None, *names: str) -> str | None:
    """The first of these attributes that says something, blanks collapsed, namespaces in {} as lxml writes them."""
    values = (" ".join(str(element.get(name) or "").split()) for name in names) if element is not None else iter(())
    return next((value for value in values if value), None)


def attribute_at(element: Element, path: str, *names: str) -> str | None:
    """As `attribute`, of the first element at the path that has one of them."""
    return next((value for at in find_all(element, path) if (value := attribute(at, *names))), None)
