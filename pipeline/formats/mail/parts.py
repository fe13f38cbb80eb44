"""The text of a mail: which of its parts carries it, and which lines of that are the mail's own and no story's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import Final

from pipeline.document import Notice
from pipeline.errors import BinaryCopy, EmptyCopy
from pipeline.formats.blocks import Block, Given, of_lines, of_markup
from pipeline.formats.decoding.decode import Decoded, decode
from pipeline.formats.mail.enclosed import may_hold_copy
from pipeline.formats.story_copy import fold

_RICH_ENOUGH: Final = 0.8  # of the letters of the HTML: then the plain text says it all
_SIGNATURE: Final = ("--", "—", "__")
_LONGEST_SIGNATURE: Final = 12  # blocks
_EDGE: Final = 12  # blocks from either end in which a mailing's own lines stand
_LONGEST_LINE: Final = 700
# A mailing's own lines, by what a story would not say; words that a story may say count on a line of few words, or beside a link.
_MAILING: Final = re.compile(
    r"\b(?:(?:view|read|open|see)(?: (?:this|the|it))?(?: (?:e-?mail|message|newsletter|mailing))?"
    r" (?:in|on) (?:(?:your|a|the) )?(?:web ?)?browser"
    r"|(?:this|the) e-?mail was sent (?:to|by) |you(?:['’]re| are) receiving this (?:e-?mail|message|newsletter|because)"
    r"|(?:manage|update|change) your (?:e-?mail |subscription )?preferences|add us to your address book"
    r"|(?:click|klicken|cliquez) .{0,20}\b(?:unsubscribe|abmelden|désabonner|désinscrire)"
    r"|unsubscribe (?:here|from this (?:list|e-?mail|newsletter))"
    r"|im browser (?:ansehen|anzeigen|öffnen)|voir (?:cet|ce) .{0,20}navigateur)",
    re.IGNORECASE,
)
_LEAVING: Final = re.compile(
    r"\b(?:unsubscribe|view online|web version|abmelden|newsletter abbestellen|se désabonner|se désinscrire|darse de baja"
    r"|cancelar suscripción|annulla l['’]iscrizione|afmelden|avregistrera|avsluta prenumeration|afmeld)\b",
    re.IGNORECASE,
)
_FEW: Final = 6  # words
_CONFIDENTIAL: Final = re.compile(
    r"(?:(?:this|the information (?:contained )?in this|the contents? of this) (?:e-?mail|message|communication)"
    r"|diese (?:e-?mail|nachricht)|ce (?:message|courriel)|este (?:mensaje|correo))\b.{0,300}"
    r"(?:confidential|privileged|intended (?:only |solely )?for|intended recipient|vertraulich|confidentiel|confidencial)",
    re.IGNORECASE | re.DOTALL,
)
_SENT_FROM: Final = re.compile(
    r"(?:sent|gesendet|envoyé|enviado|inviato) (?:from|von|depuis|desde|da) (?:my|mein\w*|mon|mi|il mio) \w[\w ]{1,30}\.?",
    re.IGNORECASE,
)
_FORWARDED: Final = re.compile(
    r"(?:-{2,}\s*)?(?:begin )?(?:forwarded message|original message|weitergeleitete nachricht|ursprüngliche nachricht"
    r"|message (?:transféré|d'origine)|mensaje (?:reenviado|original)|messaggio (?:inoltrato|originale)"
    r"|vidarebefordrat meddelande)\s*:?(?:\s*-{2,})?",
    re.IGNORECASE,
)
_ADDRESSED: Final = re.compile(
    r"[*>\s]*(?:from|sent|date|subject|to|cc|reply-to|von|gesendet|datum|an|betreff|de|envoyé|objet|à|para"
    r"|asunto|fecha|enviado|da|oggetto|inviato|data|a)\*? ?:.+",
    re.IGNORECASE,
)
_LEFT: Final[Given] = ("furniture", "mail.mailing")


@dataclass(slots=True)
class Found:
    """What the parts of one mail hold: its blocks, how each was decoded, mails and texts attached, names of what else is."""

    mail: Message
    blocks: list[Block] = field(default_factory=list)
    decoded: list[Decoded] = field(default_factory=list)
    inside: list[Message] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        return self.decoded[0].encoding if self.decoded else "us-ascii"

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Each once."""
        return tuple(dict.fromkeys(notice for decoded in self.decoded for notice in decoded.notices))


def parts_of(message: Message, raw: bytes, filename: str) -> Found:
    """The text of a mail; of alternatives the plain one, where it says as much as the HTML. `raw` tells where a part begins."""
    found = Found(message)
    found.blocks = _of_the_mailing(list(_blocks(message, raw, filename, found)))
    return found


def _blocks(part: Message, raw: bytes, filename: str, found: Found) -> Iterator[Block]:
    kind = part.get_content_type()
    inside = part.get_payload()
    if kind == "message/rfc822" and isinstance(inside, list):
        found.inside += [mail for mail in inside if isinstance(mail, Message)]
    elif isinstance(inside, list):
        children = [list(_blocks(child, raw, filename, found)) for child in inside if isinstance(child, Message)]
        yield from _richest(children) if kind == "multipart/alternative" else (block for blocks in children for block in blocks)
    elif kind not in ("text/plain", "text/html"):
        if not may_hold_copy(part):  # what may is read for itself
            found.attachments.append(part.get_filename() or kind)
    elif part.get_content_disposition() == "attachment" and part is not found.mail:
        found.inside.append(part)
    else:
        yield from _of_text(part, kind, raw, filename, found)


def _of_text(part: Message, kind: str, raw: bytes, filename: str, found: Found) -> list[Block]:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return []
    try:
        decoded = decode(payload, _charset(part), filename)
    except (BinaryCopy, EmptyCopy):
        found.attachments.append(part.get_filename() or kind)
        return []
    found.decoded.append(decoded)
    line = raw.count(b"\n", 0, max(raw.find(payload.strip()[:60].split(b"\n")[0].strip()), 0)) + 1
    return of_markup(decoded.text, line=line) if kind == "text/html" else _signed(of_lines(decoded.text, line))


def _charset(part: Message) -> str | None:
    declared = part.get_param("charset")
    return declared.strip("\"'") if isinstance(declared, str) and declared.isascii() else None


def _richest(alternatives: list[list[Block]]) -> list[Block]:
    """The first alternative, the plainest, unless a later one says much more."""
    best: list[Block] = []
    for blocks in alternatives:
        if _letters(best) < _RICH_ENOUGH * _letters(blocks):
            best = blocks
    return best


def _letters(blocks: list[Block]) -> int:
    return len(fold("".join(block.text for block in blocks)))


def _signed(blocks: list[Block]) -> list[Block]:
    """Below "-- " stands the sender's signature, to the end of a part of plain text."""
    start = next((n for n in range(len(blocks) - 1, -1, -1) if blocks[n].text in _SIGNATURE), len(blocks))
    if len(blocks) - start > _LONGEST_SIGNATURE:
        return blocks
    return [*blocks[:start], *(replace(block, given=("furniture", "mail.signature")) for block in blocks[start:])]


def _of_the_mailing(blocks: list[Block]) -> list[Block]:
    """Label the lines that a mailing puts round a story, and the header of a mail that was sent on."""
    labelled: list[Block] = []
    forwarded = False
    for n, block in enumerate(blocks):
        forwarded = bool(_FORWARDED.fullmatch(block.text)) or (forwarded and _ADDRESSED.fullmatch(block.text) is not None)
        at_edge = n < _EDGE or n >= len(blocks) - _EDGE
        if forwarded:
            labelled.append(replace(block, given=("metadata", "mail.forwarded")))
        else:
            labelled.append(replace(block, given=_LEFT) if at_edge and _is_mailing(block.text) else block)
    return labelled


def _is_mailing(text: str) -> bool:
    if len(text) <= _LONGEST_LINE and (_CONFIDENTIAL.match(text) or _SENT_FROM.fullmatch(text)):
        return True
    if len(text) > _LONGEST_LINE // 3:
        return False
    few = len(text.split()) <= _FEW or "http" in text
    return _MAILING.search(text) is not None or (few and _LEAVING.search(text) is not None)
