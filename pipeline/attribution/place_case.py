"""Places in capitals get their true case: "SHARM EL-SHEIK" -> "Sharm el-Sheik", "McTAVISH" -> "McTavish"."""

from __future__ import annotations

import re
from typing import Final

from pipeline.attribution import places
from pipeline.attribution.casing import SMALL_PREFIX, in_turkish, is_turkish
from pipeline.attribution.dateline_parts import SMALL_WORDS

SEVERAL: Final = re.compile(r"(/|[ ](?:and|und|y|et|og|och)[ ])", re.IGNORECASE)
_PIECE: Final = re.compile(r"[^\s/-]+")
_ACRONYMS: Final = frozenset(
    ["UN", "US", "UK", "EU", "NATO", "SAR", "USS", "HMS", "JFK", "II", "III", "D.C.", "DC", "U.S.", "U.N.", "U.K.", "DF"]
)


def true_case(city: str) -> str:
    """The city as it is written: "SHARM EL-SHEIK" -> "Sharm el-Sheik", "OSLO AND BERGEN" -> "Oslo and Bergen"."""
    return "".join(piece.lower() if at % 2 else _city_cased(piece) for at, piece in enumerate(SEVERAL.split(city)))


def _city_cased(city: str) -> str:
    known = places.spelled(city) if city.isupper() else None
    return known or _PIECE.sub(lambda piece: _piece_cased(piece.group(), first=piece.start() == 0), city)


def _piece_cased(piece: str, first: bool) -> str:
    if (kept := SMALL_PREFIX.match(piece)) and piece[kept.end() :].isupper():  # "McTAVISH"
        return kept.group() + piece[kept.end() :].capitalize()
    if not piece.isupper() or piece in _ACRONYMS:
        return piece
    if is_turkish(piece):
        return in_turkish(piece)
    if not first and piece.lower() in SMALL_WORDS:
        return piece.lower()
    if piece[1:2] in ("'", "’") and len(piece) > 3:  # "O'FALLON"
        return piece[:2] + piece[2:].capitalize()
    return piece[:2].capitalize() + piece[2:].capitalize() if piece.startswith("MC") and len(piece) > 4 else piece.capitalize()
