"""The credit lines below a story: who reported, edited, helped, and from where.

read() is the gate that keeps sentences of the story in the story: every part of the text must be taken by the grammar of
credit_words.toml, else the text is no credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Final

from pipeline.attribution import east_asia_credits, respectively
from pipeline.attribution.agencies import is_organization, named
from pipeline.attribution.credit_grammar import BY_NAME, MADE, MAKER, Language, hinted, lists
from pipeline.attribution.credit_list import Listing, read_list
from pipeline.attribution.credit_text import plain, sentences
from pipeline.attribution.names import people, person
from pipeline.attribution.places import is_place
from pipeline.attribution.words import words
from pipeline.record import Credit

LONGEST: Final = 2000  # characters; the longest credit lines of large newsrooms have half as many
_LONGEST_SLUG: Final = 60
_INITIALS: Final = re.compile(
    r"[(\[–—-]{0,3}"
    r"(?P<initials>/?[a-z]{1,5}(?:-[a-z]{1,5})?(?:/[a-z]{1,4}(?:-[a-z]{1,4})?)*/?(?: [a-z]{1,4}\d?(?:/[a-z]{1,4})*/?){0,6}"
    r"|[A-Z]{2,5}(?:(?: [A-Z]{2,4}){1,6}(?: \d{4})?|(?: ?/?[a-z]{1,4})(?:/[a-z]{1,4})*)|[a-z]{2,4}/[A-Z]{2,4})"
    r"[)\]]?(?: ?\((?:[A-Za-z]{2,8}(?:, ?|/)?){1,5}\))?"
)
_HOUSE_BEFORE: Final = re.compile(r"\(([^()]{2,12})\) ?(?=\w)")
_DASHED: Final = re.compile(r"\s*(?:[—–]|--?) ?With (?P<who>[^.;:()]{4,160})\.?\s*")  # Philippine papers: "— With Ada Quill"
_BY: Final = re.compile(r"(?:by|por|par|von|di|af|av|door) ", re.IGNORECASE)
_TOLD: Final = re.compile(  # "Said" is a name, and "said@" the beginning of an address
    r"(?<![\w@./-])(?:said|says|told|had|would|could|should|because|when|there|than)(?![\w@-]|[./]\w)"
)
_JOINT: Final = re.compile(r"(?<![ ,;./|–—-])(?:[ ,;./|–—-]|(?<= )(?:and|&|et|y|e|und|og|och|dan)(?= |$))+$", re.IGNORECASE)


def read(text: str) -> tuple[Credit, ...] | None:
    """The credits in the text, () where it credits nobody by name, None where it is no credit line.

    `text` is a line, the tail of one, or adjoining lines joined by a line feed.
    """
    if len(text) > LONGEST:
        return None
    if not text.isascii() and (asian := east_asia_credits.read(text)):
        return asian
    if (dashed := _DASHED.fullmatch(text)) and (helpers := people(dashed["who"])):
        return tuple(Credit(role="contribution", name=name, organization=None, location=None) for name in helpers)
    if not hinted(text) or _TOLD.search(text) or _is_sentence_without_capitals(text):
        return None
    text, each = respectively.WORD.subn("", text)
    lines = [line for line in text.split("\n") if line.strip()]
    together = _together(_line(line) for line in lines)
    if together is None and len(lines) > 1:  # a sentence may run over several lines
        together = _line(text)
    if together is None:
        return None
    return respectively.placed(together.credits) if each else together.credits


def _is_sentence_without_capitals(text: str) -> bool:
    """Where a script has no capitals to tell a name by, a full stop tells that it is none: "صور: هكذا سمى ديوانه الأخير."."""
    return text.rstrip().endswith((".", "۔", "।")) and not any(map(str.isupper, text)) and not any(map(str.islower, text))


def _together(found: Iterable[Listing | None]) -> Listing | None:
    """Several readings as one, None where one of them failed. One that is sure makes up for the others."""
    credits: dict[Credit, None] = {}
    is_sure = False
    for listing in found:
        if listing is None:
            return None
        credits.update(dict.fromkeys(listing.credits))
        is_sure |= listing.is_sure
    return Listing(tuple(credits), is_sure)


def _line(text: str) -> Listing | None:
    """The text in the first language that can read it; somebody in it must be more than a word in capitals."""
    line = plain(text)
    for language in hinted(line.text):
        body = language.tail.sub("", line.text) if language.tail else line.text
        listing = _together(_sentence(sentence, language, line.is_bracketed) for sentence in sentences(body))
        if listing and listing.is_sure:
            return listing
    return None


def _sentence(text: str, language: Language, is_bracketed: bool) -> Listing | None:
    if framed := _framed(text, language):
        return framed
    heads = list(language.head.finditer(text))
    if heads and (headed := _headed(text, heads, language, is_bracketed)):
        return headed
    return _agencies_alone(text, language) or _staff(text, language) or _spoken(text, language) or _signed(text, language)


def _matching(frames: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next((found for frame in frames if (found := frame.fullmatch(text))), None)


def _framed(text: str, language: Language) -> Listing | None:
    """As in "This report contains material from Reuters", "Staff and wire reports"."""
    if found := _matching(language.who, text):
        return read_list(found["who"], language, ("contribution",))
    return Listing((), is_sure=True) if _matching(language.nobody, text) else None


def _agencies_alone(text: str, language: Language) -> Listing | None:
    """As in "With Reuters and AP": nothing but agencies."""
    found = _matching(language.agency, text)
    listing = read_list(found["who"], language, ("contribution",)) if found else None
    return listing if listing and listing.credits and all(named(credit.name) for credit in listing.credits) else None


def _staff(text: str, language: Language) -> Listing | None:
    """As in "A and B report for the Harbour Gazette", which is a credit only beside another one."""
    found = _matching(language.paper, text)
    listing = read_list(found["who"], language, ("reporting",)) if found else None
    if not found or not listing:
        return None
    paper = found["paper"].removeprefix("the ")
    return Listing(tuple(credit.model_copy(update={"organization": paper}) for credit in listing.credits), is_sure=False)


def _spoken(text: str, language: Language) -> Listing | None:
    """A sentence with a verb: "A contributed to this report"."""
    listing = read_list(text, language)
    if listing is None or listing.is_sure:
        return listing
    is_surname_somewhere = all(credit.location for credit in listing.credits)  # "Brindle reported from Oslo"
    is_sign = any(not credit.name.istitle() for credit in listing.credits)  # "KTUU contributed to this report"
    return listing._replace(is_sure=is_surname_somewhere or is_sign)


def _signed(text: str, language: Language) -> Listing | None:
    """As in "By A; B contributed reporting"."""
    by, _, rest = text.partition(";")
    if not rest or not _BY.match(by):
        return None
    return _together([_before(by, language, is_bracketed=False), _spoken(rest.strip(), language)])


def _headed(text: str, heads: list[re.Match[str]], language: Language, is_bracketed: bool) -> Listing | None:
    """As in "Reporting by A in Oslo; Editing by B": each opening has the names up to the next."""
    if language.joined.fullmatch(heads[0].groupdict()["bare"] or "") and not (is_bracketed or len(heads) > 1):
        return None  # "Writing Workshops Planned"
    before = text[: heads[0].start()].strip(" ,")
    if before and (first := _before(before, language, is_bracketed)) is None:
        return None
    ends = [head.start() for head in heads[1:]] + [len(text)]
    clauses = (_clause(head, text[head.end() : end], language) for head, end in zip(heads, ends, strict=True))
    return _together(chain([first], clauses) if before else clauses)


def _clause(head: re.Match[str], rest: str, language: Language) -> Listing | None:
    """One opening and its names. Some vouch for a name of one word: "Editor: Yan", "With files from Metroland"."""
    kind = head.lastgroup or ""
    is_worded = kind in ("doing", "titled", "bare")
    said = [each.lastgroup or "" for each in language.said.finditer(head[kind])] if is_worded else [kind]
    roles = dict.fromkeys(BY_NAME[name.rpartition("_")[2]] for name in said)
    listing = read_list(_unjoined(rest), language, list(roles))
    if listing is None:
        return None
    if kind == "titled" and all(name.startswith(MADE) for name in said):  # "Photo: Reuters" alone is the line of a picture
        is_picture = not head[kind].casefold().startswith("imag")  # "Image: Disney Pixar"
        return listing._replace(is_sure=is_picture and all(person(credit.name) for credit in listing.credits))
    vouches = (
        kind in ("contribution", "reporting")
        or (kind == "doing" and " " in head[kind])
        or any(name.startswith(MAKER) for name in said)
    )
    return listing._replace(is_sure=listing.is_sure or (vouches and not any(is_place(credit.name) for credit in listing.credits)))


def _unjoined(names: str) -> str:
    """Without what joins them to the next clause: "Ada Brindle Jr.; " -> "Ada Brindle Jr."."""
    listed = _JOINT.sub("", names)
    return f"{listed}." if listed.endswith((" Jr", " Sr")) and names.startswith(".", len(listed)) else listed


def _before(text: str, language: Language, is_bracketed: bool) -> Listing | None:
    """What stands before the first opening: a sentence with a verb, or the story's writers: "(By A; Editing by B)"."""
    if spoken := _spoken(text.strip(";"), language):
        return spoken
    by = _BY.match(text)
    if not (by or is_bracketed or text.endswith(";")):
        return None
    listing = read_list(text[by.end() if by else 0 :].strip(" ;"), language, ("writing",))
    if listing is None:
        return None
    return Listing(tuple(credit for credit in listing.credits if not is_organization(credit.name)), is_sure=False)


def is_desk_slug(text: str) -> bool:
    """Is the text nothing but the initials of the desk?

    "hh/ph/ts", "bur-abc/de", "dpa abc de", "(SDA/ab)", "ab/cd (AFP, dpa)"; not "and/or", not "dpa says no".
    """
    text = " ".join(text.replace("\\/", "/").split())
    house = _HOUSE_BEFORE.match(text)  # "(PTI) ABC DEF"
    is_signed = house is not None and named(house[1]) is not None
    if house and is_signed:
        text = text[house.end() :]
    if len(text) > _LONGEST_SLUG or not (found := _INITIALS.fullmatch(text)):
        return False
    initials = found["initials"].lower()
    first, *others = re.findall(r"\w+", initials)
    ordinary = [part in lists().slug_words or part in words().stop or part in words().both_ways for part in (first, *others)]
    if others and (is_signed or first in lists().slug_agencies):
        return not any(ordinary)
    return all("/" in piece for piece in initials.split()) and not all(ordinary) and max(map(len, (first, *others))) > 1
