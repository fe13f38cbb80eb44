"""Is this line a byline, and who signs it?

The judge of the rules for bylines: it gets a whole line, or two lines joined by a line end ("By ADA QUILL=" above "AP
Sports Writer="). None means that the line is no byline and stays in the body. A line that only a house signs ("By The
Associated Press", "Staff and agencies") is a byline without authors. No author is better than a wrong one.
"""

from __future__ import annotations

import re

from pipeline.attribution import affiliation, agencies, cues, east_asia, helpers, mononym, signing
from pipeline.attribution.house_lines import is_house_line, signs_behind_cue
from pipeline.attribution.moments import is_time, without_time
from pipeline.attribution.words import bare, words
from pipeline.record import Author, Byline

_LONGEST = 400  # characters; no byline is longer
_LONGEST_HOUSE = 90
_MARKS = " \t\r\n^<>=*_|•"
_SENTENCE_ENDS = (".", "?", "!", "”", '"')
_DASHES = ("—", "–", "-", "_")
_IN_BRACKETS = re.compile(r"\([^()\n]{2,100}\)")
_SPACES = re.compile(r"[^\S\n]+")
_DASHED = re.compile(r"\s*(?:[—–―]|--?)\s*(?=[^\W\d_])")
_NOTICE_BELOW = re.compile(  # a notice is no part of it
    r"\n\W*(?:©\s?[^\W\d_]|(?:©|\(c\)|c\.|copyright)\s?(?:19|20)\d\d)", re.IGNORECASE
)
_ELIDED = re.compile(r"(?:d|l|dell|dall|t|n|m|al|el|ul)['’-](?=[^\W\d_a-z])")  # d'Emilio, al-Rashid
_TWEET = re.compile(r"\(@\w+\)")
_LATER_BY = re.compile(r"\W(?:by|von|par|por|di|door|av|af)[:\s]", re.IGNORECASE)
_BEHIND = re.compile(
    r"(?P<first>(?=\d|(?-i:[A-Z]))[^\n|]{3,60}?)(?:[\s,–—-]+(?:by|von|par|por|di|door|av|af)[:\s]+|\s*[|\n]\s*[\^<]?by[:\s]+)(?=(?-i:[^\W\d_a-z]))",
    re.IGNORECASE,
)


def read(text: str) -> Byline | None:
    """The byline that the whole text is, with its authors' names in their true case; None where it is none."""
    if len(text) > _LONGEST or _NOTICE_BELOW.search(text) or _ends_a_credit(text):
        return None
    if not text.isascii() and (signed := _asian(text)):
        return Byline(text=text.strip(), authors=signed)
    if cue := cues.opening().match(text):
        return _cued(text, text[cue.end() :], weak=cue.lastgroup == "weak")
    if dash := _DASHED.match(text):
        return _dashed(text, text[dash.end() :])
    if cue := _behind(text):
        return _cued(text, text[cue.end() :], weak=False)
    if text.endswith(_SENTENCE_ENDS):
        return None
    if "©" in text or (_is_sentence(text, bound=0) and agencies.named(text) is None):  # "dts Nachrichtenagentur"
        return None
    return Byline(text=text.strip()) if (line := _house_line(text)) and is_house_line(line) else None


def _asian(text: str) -> tuple[Author, ...]:
    """Who signs in East Asia; one name may have its address behind it: "김민수 기자 minsu@example.org"."""
    head, emails = signing.emails_of(text)
    signed = east_asia.read(head.strip(_MARKS))
    return (signed[0].model_copy(update={"email": emails[0]}),) if len(signed) == len(emails) == 1 else signed


def read_bare(text: str) -> Byline | None:
    """As `read`, for a line without a "By": "Ada Quill", "Ada Quill, Staff Writer".

    Only the caller knows from the place of the line that it may sign the story. So nothing but names will do, and known
    words beside them.
    """
    if not text.isascii() and (signed := east_asia.bracketed(text)):
        return Byline(text=text.strip(), authors=signed)
    if _IN_BRACKETS.fullmatch(text):
        text = text[1:-1]
    if len(text) > _LONGEST or not text[:1].isupper() or text.endswith((*_SENTENCE_ENDS, *_DASHES)):  # "HALDEN, Ohio (AP) —"
        return None
    if _is_sentence(text, bound=0) or _cannot_sign(text) or ": " in without_time(text):
        return None
    signed = _signed(text, loose=False)
    return Byline(text=text.strip(), authors=signed) if signed else None


def _ends_a_credit(text: str) -> bool:
    """Is it a sentence in brackets, "(Reported by Ada Quill in Brill.)", or its last half: "by Ada Quill )"?"""
    return text.endswith((".)", ".]")) or (text.endswith(")") and "(" not in text)


def _cannot_sign(text: str) -> bool:
    """One of the first two words is in nobody's name, and no job or "CNN's" stands before a name: "Harbour Council Votes"."""
    lists = words()
    parts = text.split()
    kinds = [bare(part) for part in parts]
    if not any(
        kind in lists.never and kind not in lists.honorifics and "." not in part
        for kind, part in zip(kinds[:2], parts[:2], strict=True)
    ):
        return False
    return lists.newsroom.isdisjoint(kinds) and not any(kind.endswith("'s") for kind in kinds)


def credit_tail(text: str) -> str | None:
    """The end of a byline that names helpers, not authors: "with files from Ada Quill in Brill"; None where it has none."""
    if len(text) > _LONGEST:
        return None
    cue = cues.opening().match(text)
    return helpers.part(text[cue.end() if cue else 0 :].strip()).tail


def _behind(text: str) -> re.Match[str] | None:
    """A "by" behind a time, a place or a house: "Posted on January 3, 2020 by Ada Quill", "LONDON | By Ada Quill"."""
    if not (_LATER_BY.search(text[:70]) and (found := _BEHIND.match(text))):
        return None
    first = found["first"]
    if is_time(first) or affiliation.known(first):
        return found
    house = cues.before_house().match(first)  # "For The Brill Courier by Ada Quill"
    return found if house and agencies.is_organization(first[house.end() :]) else None


def _cued(text: str, rest: str, weak: bool) -> Byline | None:
    """The byline whose names stand in `rest`. `weak`: "From Ada Quill" may be a letter's, "Analysis: Ada Quill" a headline's."""
    if not _may_sign(rest) or _is_sentence(rest, bound=1):
        return None
    signed = _signed(rest if "(" in rest or "[" in rest else rest.rstrip(")]"), loose=not weak)
    if signed and weak and all(author.location is None and author.organization is None for author in signed):
        return None
    if signed := signed or east_asia.listed(rest) or (() if weak else mononym.read(text, rest)):
        return Byline(text=text.strip(), authors=signed)
    parted = helpers.part(rest)  # "Par Le Figaro avec AFP"
    line = _house_line(parted.head if parted.sound else rest)
    is_house = mononym.is_initials(rest.strip(_MARKS)) or (line and signs_behind_cue(line))
    return Byline(text=text.strip()) if is_house else None


def _dashed(text: str, rest: str) -> Byline | None:
    """A signature below the story: a dash and a name, perhaps a paper. "— Ada Quill (@ada) May 3" is somebody's tweet.

    Where a script has no capitals nothing tells a name from an item of a list: "- تحسين الطرق".
    """
    if not any(map(str.isupper, rest)) or _is_sentence(rest, bound=0) or _TWEET.search(rest) or without_time(rest) != rest:
        return None
    signed = _signed(rest, loose=False)
    if not signed and not ((line := _house_line(rest)) and (signs_behind_cue(line) or is_house_line(line))):
        return None
    return Byline(text=text.strip(), authors=signed)


def _may_sign(rest: str) -> bool:
    """A cheap look at the first word behind the cue: a sentence goes on in lower case, with a number or with a weekday."""
    first = rest.split(" ", 1)[0]
    if not first or first[0].isdigit():
        return False
    word = bare(first)
    if first[0].islower():
        return word in words().small or "'" in word or "-" in word or (len(rest) < 40 and agencies.named(rest) is not None)
    return len(rest) <= _LONGEST_HOUSE or word not in words().stop


def _is_sentence(text: str, bound: int) -> bool:
    """True where more than `bound` words in lower case are none of those that bylines have: the cheap test before all others."""
    small = words().small
    strange = 0
    for word in text.split():
        if (
            word[0].islower()
            and not _ELIDED.match(word)
            and bare(word).strip("()") not in small
            and "@" not in word
            and "." not in word[1:-1]
        ):
            strange += not (len(word) < 12 and "/" in word and agencies.named(word))  # "dpa/afp"
            if strange > bound:
                return True
    return False


def _signed(text: str, loose: bool) -> tuple[Author, ...]:
    """The authors of a text without its cue; () where it is not signed by a person."""
    parted = helpers.part(_SPACES.sub(" ", text))
    if not parted.sound:
        return ()
    head, emails = signing.emails_of(parted.head.strip(_MARKS))
    signature = signing.read(head, loose)
    return signature.authors(emails) if signature else ()


def _house_line(text: str) -> str:
    """The text without marks and times, where it is short enough for a house's name; else ""."""
    if len(text) > _LONGEST_HOUSE:
        return ""
    return without_time(_SPACES.sub(" ", text).strip(_MARKS + ":")).strip(_MARKS + ":()[]")
