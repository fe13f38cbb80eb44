"""A story that a worker refines before it has any: what refining loads or compiles once is loaded by it, before the fork."""

from __future__ import annotations

from typing import Final

# Invented, and with something of all that a story may carry: short lines and long ones, near its edges and far in, marks,
# credits, a contact, a notice, another script. In Finnish, which no telling words decide
# (pipeline/attribution/language.py): so the language model is loaded as well.
WARM_UP: Final = """UPDATE 1-Council Puts Off Its Vote on the Budget

By Ada Quill and PETER VANCE, Brill News Service

BRILL, Ohio, June 1 (Reuters) - Uutistoimitus heräsi maanantaina varhain, yövuoron päällikkö kertoi, ja huomasi \
linjat hiljaisiksi, eikä kukaan osannut sanoa, milloin päivän ensimmäinen juttu saapuisi tai mistä, mutta kaikki \
olivat siihen valmiina jo ennen aamua.

“Kukaan ei osannut sanoa (ei edes hän), milloin päivän ensimmäinen juttu saapuisi tai mistä / kuka sen toisi”, sanoi \
hän.

Kaikki olivat valmiina.

– Kuva: kukaan ei osannut sanoa, milloin päivän ensimmäinen juttu saapuisi tai mistä, mutta kaikki olivat siihen \
valmiina.

Kukaan ei osannut sanoa, milloin päivän ensimmäinen juttu saapuisi tai mistä, mutta kaikki olivat siihen valmiina, \
kertoi Associated Press, ja “photo editor” otti yhteyttä: contact, reporting, writing, editing, distributed.

Kukaan ei osannut sanoa, milloin päivän ensimmäinen juttu saapuisi tai mistä, mutta kaikki olivat siihen valmiina.

Kukaan ei osannut sanoa, milloin päivän ensimmäinen juttu saapuisi tai mistä, mutta kaikki olivat siihen valmiina, ja \
niin he odottivat aamuun asti ilman että kukaan olisi sanonut sanaakaan, kunnes ensimmäinen juttu viimein saapui \
linjoja pitkin.

Kukaan ei osannut sanoa.

(Reporting by Ada Quill in Brill; Additional reporting by Bo Lind; Editing by Peter Vance)
With assistance from Bo Lind and Jane Doe.
Ada Quill contributed to this report from Halden.
— Ada Quill, with files from Bo Lind in Halden
For more information contact Ada Quill at ada@news.example or +1 555 010 0100.
© 2026 The Brill Courier. Visit brill.example. Distributed by Tribune Content Agency, LLC. All rights reserved.
（记者王伟）
""".encode()
