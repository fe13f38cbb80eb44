from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attribution import rights
from pipeline.record import Rights

# notice, what it must yield
NOTICES: list[tuple[str, dict[str, str | int]]] = [
    (
        "©2026 The Brill Courier (Brill, Va.)\nVisit The Brill Courier at brillcourier.com\n"
        "Distributed by Tribune Content Agency, LLC.",
        {
            "holder": "The Brill Courier (Brill, Va.)",
            "year": 2026,
            "distributor": "Tribune Content Agency, LLC",
            "url": "https://brillcourier.com",
        },
    ),
    (
        "©2026 Bloomberg L.P. Visit bloomberg.com. Distributed by Tribune Content Agency, LLC.",
        {"holder": "Bloomberg L.P.", "year": 2026, "distributor": "Tribune Content Agency, LLC", "url": "https://bloomberg.com"},
    ),
    (
        "(c)2026 The Brill Courier (Brill, Va.) Visit The Brill Courier (Brill, Va.) at www.brillcourier.com "
        "Distributed by Acme Syndicate.",
        {
            "holder": "The Brill Courier (Brill, Va.)",
            "year": 2026,
            "distributor": "Acme Syndicate",
            "url": "https://www.brillcourier.com",
        },
    ),
    (
        "©2026 CQ-Roll Call, Inc., All Rights Reserved, Distributed by Tribune Content Agency, LLC.",
        {
            "holder": "CQ-Roll Call, Inc.",
            "year": 2026,
            "distributor": "Tribune Content Agency, LLC",
            "usage_terms": "All Rights Reserved",
        },
    ),
    (
        "© 2026 The Halden Post/Far Horizon Network, distributed by Tribune Content Agency, LLC. "
        "Hosted online by The Brill Monitor.",
        {"holder": "The Halden Post/Far Horizon Network", "year": 2026, "distributor": "Tribune Content Agency, LLC"},
    ),
    ("© Copyright 2026 by Creators Syndicate Inc.", {"holder": "Creators Syndicate Inc.", "year": 2026}),
    (
        "COPYRIGHT 2026 OTTOLINE P. MARSH|DISTRIBUTED BY CREATORS.COM",
        {"holder": "OTTOLINE P. MARSH", "year": 2026, "distributor": "CREATORS.COM"},
    ),
    ("(c) ITAR-TASS 2026", {"holder": "ITAR-TASS", "year": 2026}),
    ("(c) APA", {"holder": "APA"}),
    ("Copyright Business Wire 2026", {"holder": "Business Wire", "year": 2026}),
    (
        "Copyright 2026, dpa (www.dpa.de). Alle Rechte vorbehalten",
        {"holder": "dpa", "year": 2026, "url": "https://www.dpa.de", "usage_terms": "Alle Rechte vorbehalten"},
    ),
    ("ryryryry copyright by dpa ryryryry copyright by dpa ryryryry", {"holder": "dpa"}),
    ("© M/s Brill Publications Pvt Ltd, P.O.Box 60, Quay Street, Brill 40300.", {"holder": "M/s Brill Publications Pvt Ltd"}),
    ("Halden Online © Halden News and Media Limited 2026", {"holder": "Halden News and Media Limited", "year": 2026}),
    (
        "All contents © copyright 2026 The Associated Press. All rights reserved.",
        {"holder": "The Associated Press", "year": 2026, "usage_terms": "All rights reserved."},
    ),
    (
        "Copyright (c) Press Association Ltd. 2026, All Rights Reserved.",
        {"holder": "Press Association Ltd.", "year": 2026, "usage_terms": "All Rights Reserved."},
    ),
    ("© 2026 ACME CONTENT, LLC.", {"holder": "ACME CONTENT, LLC", "year": 2026}),
    ("© 2019-2026 The Brill Courier", {"holder": "The Brill Courier", "year": 2026}),
    ("© 2019-26 The Brill Courier", {"holder": "The Brill Courier", "year": 2026}),
    ("© 2019, 2020 and 2026 The Brill Courier", {"holder": "The Brill Courier", "year": 2026}),
    ("Copyright MMXXVI BBC", {"holder": "BBC", "year": 2026}),
    ("&copy; 2026 The Brill Courier", {"holder": "The Brill Courier", "year": 2026}),
    ("Copr. 2026 The Brill Courier", {"holder": "The Brill Courier", "year": 2026}),
    ("Copyright © 2026. The Brill Courier.", {"holder": "The Brill Courier", "year": 2026}),
    (
        "Copyright 2026 | The Brill Courier | All rights reserved",
        {"holder": "The Brill Courier", "year": 2026, "usage_terms": "All rights reserved"},
    ),
    ("The Brill Courier - All Rights Reserved", {"holder": "The Brill Courier", "usage_terms": "All Rights Reserved"}),
    ("This article originally appeared at Halden Online. Copyright 2026. Follow Halden Online on Twitter.", {"year": 2026}),
    (
        "© EFE 2026. Está expresamente prohibida la redistribución de los contenidos "
        "sin previo consentimiento de la Agencia EFE S.A.",
        {
            "holder": "EFE",
            "year": 2026,
            "usage_terms": "Está expresamente prohibida la redistribución de los contenidos "
            "sin previo consentimiento de la Agencia EFE S.A.",
        },
    ),
    ("Riproduzione riservata © Copyright ANSA", {"holder": "ANSA", "usage_terms": "Riproduzione riservata"}),
    (
        "© dpa. Nachdruck und Weiterverbreitung nur mit Genehmigung.",
        {"holder": "dpa", "usage_terms": "Nachdruck und Weiterverbreitung nur mit Genehmigung."},
    ),
    (
        "© 2026 AFP. Toute reproduction interdite sans autorisation.",
        {"holder": "AFP", "year": 2026, "usage_terms": "Toute reproduction interdite sans autorisation."},
    ),
    (
        "Copyright 2026 Acme Media Inc. All rights reserved. "
        "This material may not be published, broadcast, rewritten or redistributed.",
        {
            "holder": "Acme Media Inc.",
            "year": 2026,
            "usage_terms": "All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
        },
    ),
    ("Distributed by Tribune Content Agency, LLC.", {"distributor": "Tribune Content Agency, LLC"}),
    ("Visit The Brill Courier at brillcourier.com", {"url": "https://brillcourier.com"}),
]

TERMS = """
All rights reserved.
Tous droits réservés
Todos los derechos reservados
Alle rechten voorbehouden
Alla rättigheter förbehållna
Todos os direitos reservados
RIPRODUZIONE RISERVATA
Reprodução proibida
NO ARCHIVAL USE
NO RESALES. NO ARCHIVES.
EDITORIAL USE ONLY. NO COMMERCIAL USE.
Reprinted with permission of The Brill Courier.
For copyright information, check with the distributor of this item, The Brill Courier.
Unauthorized distribution, transmission or republication strictly prohibited.
""".strip().splitlines()

LICENSES = [
    ("CC BY-ND 4.0", "CC-BY-ND-4.0"),
    ("This work is licensed under CC BY-NC-SA 3.0.", "CC-BY-NC-SA-3.0"),
    ("This work is licensed under a Creative Commons Attribution-NoDerivatives 4.0 International License.", "CC-BY-ND-4.0"),
    ("Our stories may be republished under Creative Commons license CC BY-NC-ND 4.0.", "CC-BY-NC-ND-4.0"),
    (
        "This article is republished from The Conversation under a Creative Commons license. Read the original article.",
        "Creative Commons",
    ),
]

STORIES = """
Brill filed suit in federal court for copyright infringement.
Acme monitors its customers to keep them from downloading films in violation of copyright laws.
Vance lay low; a photo distributed by the prosecutor's office shows him on the quay.
It appeared on a website of the group and was also distributed by users of its channel.
The photo of the bridge was taken July 9, 2020, by Ada Quill and distributed by Getty Images.
He holds the copyright on 2,000 songs.
Copyright law is due for reform, says the minister.
Copyright 2024 was the year of reform.
"All rights reserved," he said with a grin.
Under the deal, all rights reserved to the tribe were restored.
The film was distributed by Marsh Bros. and seen by millions.
Distributed by hand in the night, the leaflets called for a strike.
Visit the park before noon, the ranger said.
Visit vote.gov for the list.
Use of the drug is prohibited in commercial kitchens.
This story may not be for everyone.
Any use of force must be reported, the court ruled.
Publication of the book was forbidden in 1998.
Reproduction of the endangered frogs is prohibited by nature, he joked.
La reproduction des abeilles est interdite en mai.
Está prohibida la venta de carne.
The group released its maps under a Creative Commons license last year.
Creative Commons, a nonprofit, said it would appeal.
The song was copyrighted in 1954 by Ada Quill.
(c) the third paragraph shall apply
The report was published with permission from the family.
The contents of the letter may not be published, the judge ruled.
No part of the city may be used for the parade without a permit.
You may not use the beach after dark.
Photo: © Acme Pictures
Image copyright Acme Pictures
Copyright
©
""".strip().splitlines()


@pytest.mark.parametrize(("notice", "expected"), NOTICES)
def test_a_notice_says_who_holds_and_who_distributes(notice: str, expected: dict[str, str | int]) -> None:
    found = rights.read(notice)

    assert found is not None
    assert found.model_dump(exclude_none=True) == {"notice": notice, **expected}


@pytest.mark.parametrize("line", TERMS)
def test_a_line_of_terms_is_a_notice_without_a_holder(line: str) -> None:
    assert rights.read(line) == Rights(notice=line, usage_terms=line)


@pytest.mark.parametrize(("line", "license_id"), LICENSES)
def test_a_licence_is_named_as_spdx_names_it(line: str, license_id: str) -> None:
    found = rights.read(line)

    assert found is not None
    assert (found.license, found.holder) == (license_id, None)


@pytest.mark.parametrize("sentence", STORIES)
def test_a_sentence_of_the_story_is_no_notice(sentence: str) -> None:
    assert rights.read(sentence) is None


def test_a_text_too_long_for_a_notice_is_not_looked_into() -> None:
    assert rights.read("© 2026 The Brill Courier. " * 50_000) is None


@given(st.text(alphabet="©(c) Copyright 2026-|,.\nABdpa&visitdistributed by.com", max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = rights.read(text)

    assert found is None or found.notice == text.strip()
