"""Fingerpost's JSON ("GOA-WIRES-NINJS"), as its gateways write any wire: PA's feeds and those of other agencies.

One object a story: ninjs 1 in spirit, with keys of its own (usn, source-feed, versionCreated, mediaCatCodes), subjects as
{"code": [...]}, body_text or body_html, and in `abstract` often no more than a category's code.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.formats.json.facts import Facts, Part
from pipeline.formats.json.item import Item, usual

NAME: Final = "fingerpost"
_OWN: Final = frozenset(
    ("sourcefeed", "usn", "uniquename", "mediacatcodes", "tabvtxt", "originalurn", "destinations", "mimetype")
)
_FEWEST: Final = 2
_LONGEST_CODE: Final = 12  # characters


def recognises(facts: Facts) -> bool:
    """An object of the gateway's format, or with two keys that nobody else has."""
    own = _OWN & facts.keys()
    return "NINJS" in (facts.text("format") or "").upper() or (len(own) >= _FEWEST and bool({"usn", "sourcefeed"} & own))


def read(facts: Facts) -> Item:
    """The item; codes where other dialects have words become subjects."""
    item = usual(facts, NAME)
    codes = [part.text for part in item.subheadlines if _is_code(part)]
    codes += [code.strip() for code in (facts.text("mediacatcodes") or "").split(",") if code.strip()]
    subjects = (*item.fields.subjects, *((None, code, None) for code in dict.fromkeys(codes)))
    feed = facts.text("sourcefeed")
    fields = replace(
        item.fields,
        subjects=subjects,
        story_id=_through_all_versions(facts) or item.fields.story_id,
        agency=facts.text("source") or (feed.replace("_", " ").removesuffix(" API") if feed else item.fields.agency),
    )
    return replace(item, subheadlines=tuple(part for part in item.subheadlines if not _is_code(part)), fields=fields)


def _is_code(part: Part) -> bool:
    """'POL' below a headline is a category, "POLICE SEARCH" is not."""
    return part.text.isupper() and " " not in part.text and len(part.text) <= _LONGEST_CODE


def _through_all_versions(facts: Facts) -> str | None:
    """The address up to the story's own number: behind it stand the time and the version of this one."""
    uri, usn = facts.text("uri"), facts.text("usn")
    if uri and usn and usn in uri:
        return uri[: uri.index(usn) + len(usn)]
    return usn or uri
