from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attribution import dateline

STORY = "Ferries stood still in the harbour on Monday while the crews argued over the new timetable."

# prefix, city, region, country, date, agency
DATELINES = [
    ("KYIV, Ukraine (AP) —", "Kyiv", None, "Ukraine", None, "AP"),
    ("LONDON, March 4 (Reuters) -", "London", None, "United Kingdom", "March 4", "Reuters"),
    ("Berlin (dpa) -", "Berlin", None, "Germany", None, "dpa"),
    ("Bad Hersfeld (dpa/lhe) -", "Bad Hersfeld", None, None, None, "dpa/lhe"),
    ("Paris, 3 mars 2025 (AFP) -", "Paris", None, "France", "3 mars 2025", "AFP"),
    ("NEW YORK, Oct. 3, 2024 /PRNewswire/ --", "New York", None, "United States", "Oct. 3, 2024", "PRNewswire"),
    ("KYOTO, Japan, Feb. 1, 2017 /Kyodo JBN-AsiaNet/ --", "Kyoto", None, "Japan", "Feb. 1, 2017", "Kyodo JBN-AsiaNet"),
    ("CALGARY, Alberta, Dec. 03, 2019 (GLOBE NEWSWIRE) --", "Calgary", "Alberta", "Canada", "Dec. 03, 2019", "GLOBE NEWSWIRE"),
    ("LONDON--(BUSINESS WIRE)--", "London", None, "United Kingdom", None, "BUSINESS WIRE"),
    ("SAN JOSE, Calif.--(BUSINESS WIRE)--", "San Jose", "Calif.", "United States", None, "BUSINESS WIRE"),
    ("TORONTO, ON / ACCESSWIRE / May 3, 2024 /", "Toronto", "ON", "Canada", "May 3, 2024", "ACCESSWIRE"),
    (
        "Vancouver, British Columbia--(Newsfile Corp. - May 3, 2024) -",
        "Vancouver",
        "British Columbia",
        "Canada",
        "May 3, 2024",
        "Newsfile Corp.",
    ),
    ("Atlanta, GA (PRWEB) May 03, 2024 --", "Atlanta", "GA", "United States", "May 03, 2024", "PRWEB"),
    (
        "SINGAPORE, 5 May 2024 - Media OutReach Newswire -",
        "Singapore",
        None,
        "Singapore",
        "5 May 2024",
        "Media OutReach Newswire",
    ),
    (
        "SINGAPORE - Media OutReach Newswire - 5 May 2024 -",
        "Singapore",
        None,
        "Singapore",
        "5 May 2024",
        "Media OutReach Newswire",
    ),
    ("MADRID (EFE).-", "Madrid", None, "Spain", None, "EFE"),
    ("Nueva Delhi, 21 ene (EFE).-", "Nueva Delhi", None, "India", "21 ene", "EFE"),
    ("MADRID 5 Ene. (EUROPA PRESS) -", "Madrid", None, "Spain", "5 Ene.", "EUROPA PRESS"),
    ("MOSCOW, January 21. /TASS/.", "Moscow", None, "Russia", "January 21", "TASS"),
    ("MOSCOW. Jan 21 (Interfax) -", "Moscow", None, "Russia", "Jan 21", "Interfax"),
    ("(ANSA) - ROME, JUL 11 -", "Rome", None, "Italy", "JUL 11", "ANSA"),
    ("(AGI) - Roma, 5 gen. -", "Roma", None, "Italy", "5 gen.", "AGI"),
    ("(Reuters) -", None, None, None, None, "Reuters"),
    ("Oct 6 (Reuters) -", None, None, None, "Oct 6", "Reuters"),
    ("(SEOUL=Yonhap)", "Seoul", None, "South Korea", None, "Yonhap"),
    ("(NEW YORK) --", "New York", None, "United States", None, None),
    ("Paris (ats afp)", "Paris", None, "France", None, "ats afp"),
    ("WASHINGTON (AP)", "Washington", None, "United States", None, "AP"),
    ("Abuja, Jan. 5, 2024 (NAN)", "Abuja", None, "Nigeria", "Jan. 5, 2024", "NAN"),
    ("Mumbai, Jul 5 (PTI)", "Mumbai", None, "India", "Jul 5", "PTI"),
    ("New Delhi [India], July 5 (ANI):", "New Delhi", None, "India", "July 5", "ANI"),
    ("SYDNEY, Feb 1 AAP -", "Sydney", None, "Australia", "Feb 1", "AAP"),
    ("Accra, Jan. 5, GNA –", "Accra", None, "Ghana", "Jan. 5", "GNA"),
    ("Tehran, IRNA -", "Tehran", None, "Iran", None, "IRNA"),
    ("OSLO (NTB):", "Oslo", None, "Norway", None, "NTB"),
    ("København /ritzau/", "København", None, "Denmark", None, "ritzau"),
    ("BRUXELLES 05/01 (BELGA) =", "Bruxelles", None, "Belgium", "05/01", "BELGA"),
    ("Praha 5. ledna (ČTK) -", "Praha", None, "Czech Republic", "5. ledna", "ČTK"),
    ("BUENOS AIRES, Argentina (AP) _", "Buenos Aires", None, "Argentina", None, "AP"),
    ("SAN FRANCISCO (Reuters Breakingviews) -", "San Francisco", None, "United States", None, "Reuters Breakingviews"),
    ("Tampa, Fla. (CBS TAMPA) –", "Tampa", "Fla.", "United States", None, "CBS TAMPA"),
    ("LAS VEGAS (Desert Eye) –", "Las Vegas", None, "United States", None, "Desert Eye"),
    ("Al ASAD AIR BASE, Iraq (Reuters) -", "Al Asad Air Base", None, "Iraq", None, "Reuters"),
    ("SHARM EL-SHEIK, Egypt (AP) —", "Sharm el-Sheik", None, "Egypt", None, "AP"),
    ("PORT-AU-PRINCE, Haiti (AP) —", "Port-au-Prince", None, "Haiti", None, "AP"),
    ("WASHINGTON/BRUSSELS/SHANGHAI (Reuters) -", "Washington/Brussels/Shanghai", None, None, None, "Reuters"),
    ("OSLO AND BERGEN (Reuters) -", "Oslo and Bergen", None, "Norway", None, "Reuters"),
    ("BERKELEY and LAFAYETTE —", "Berkeley and Lafayette", None, None, None, None),
    ("WASHINGTON, D.C. —", "Washington", "D.C.", "United States", None, None),
    ("ABOARD AIR FORCE ONE —", "Aboard Air Force One", None, "United States", None, None),
    ("UNITED NATIONS, Jan 5 (IPS)", "United Nations", None, None, "Jan 5", "IPS"),
    ("OCETI SAKOWIN CAMP, N.D. —", "Oceti Sakowin Camp", "N.D.", "United States", None, None),
    ("SEOUL, South Korea -", "Seoul", None, "South Korea", None, None),
    ("TBILISI, Georgia (AP) —", "Tbilisi", None, "Georgia", None, "AP"),
    ("SAVANNAH, Georgia —", "Savannah", "Georgia", "United States", None, None),
    ("MCALLEN, Texas —", "McAllen", "Texas", "United States", None, None),
    ("ST. LOUIS —", "St. Louis", None, "United States", None, None),
    ("GRAND FORKS —", "Grand Forks", None, None, None, None),
    ("TOKYO --", "Tokyo", None, "Japan", None, None),
    ("ROMA, 5 LUG -", "Roma", None, "Italy", "5 LUG", None),
    ("Berlin, 3. März –", "Berlin", None, "Germany", "3. März", None),
    ("London —", "London", None, "United Kingdom", None, None),
    ("ISLAMABAD:", "Islamabad", None, "Pakistan", None, None),
    ("New Delhi:", "New Delhi", None, "India", None, None),
]


@pytest.mark.parametrize("prefix", [row[0] for row in DATELINES])
def test_a_dateline_is_cut_off_with_its_dash(prefix: str) -> None:
    assert dateline.split(f"{prefix} {STORY}") == (prefix, STORY)


@pytest.mark.parametrize(("prefix", "city", "region", "country", "date", "agency"), DATELINES)
def test_a_dateline_is_read_into_its_parts(
    prefix: str, city: str | None, region: str | None, country: str | None, date: str | None, agency: str | None
) -> None:
    found = dateline.read(prefix)

    assert found is not None
    assert (found.text, found.city, found.region, found.country, found.date, found.agency) == (
        prefix,
        city,
        region,
        country,
        date,
        agency,
    )


@pytest.mark.parametrize(
    "opening",
    [
        "BREAKING — ",
        "UPDATE - ",
        "NEW — ",
        "OPINION - ",
        "EXCLUSIVE — ",
        "FACT CHECK — ",
        "NASA — ",
        "ROAD CLOSED — ",
        "GREEN BAY PACKERS — ",
        "JAMES QUILLER — ",
        "VIDEO: ",
        "LONDON has fallen: ",
        "Q: ",
        "He said (AP) ",
        "Smith (D) - ",
        "Sen. Ada Quill (D-Ohio) — ",
        "Acme (NYSE: ACM) - ",
        "Boston (AL) — ",
        "Houston (3-2) – ",
        "Paris (left) - ",
        "Marsh — ",
        "Ottoline Marsh — ",
        "Ottoline Marsh and Peter Vance — ",
        "Monday — ",
        "April 5 — ",
        "(He said) ",
        "By Ada Quill (AP) — ",
        "By Ada Quill ABUJA, Nov 1 (Reuters) - ",
        "WASHINGTON-based ",
        "Nice — ",
        "Jordan: ",
        "In London, March 4 (Reuters) ",
        "I — ",
        "(www.brillcourier.com) ",
        "The council (AP) said - ",
        "New York Times — ",
        "Photo (AP) — ",
    ],
)
def test_what_only_looks_like_a_dateline_stays_in_the_body(opening: str) -> None:
    assert dateline.split(opening + STORY) is None


@pytest.mark.parametrize(
    "paragraph",
    [
        "WASHINGTON — where the river was rising.",
        "London - a city of ferries and of fog, they said of it.",
        "BERLIN — and beyond",
    ],
)
def test_a_sentence_that_goes_on_in_small_letters_has_no_dateline(paragraph: str) -> None:
    assert dateline.split(paragraph) is None


@pytest.mark.parametrize("line", ["(TNS)", "(AP)", "London", "Tokyo – Index: up 0.2 percent", "", "   ", "—"])
def test_a_sign_off_or_a_list_is_no_dateline(line: str) -> None:
    assert dateline.split(line) is None


def test_a_dateline_alone_on_its_line_is_one() -> None:
    assert dateline.split("STOCKHOLM, Aug 29, 2014 (AFP) -") == ("STOCKHOLM, Aug 29, 2014 (AFP) -", "")


def test_an_agency_right_before_the_story_needs_no_dash() -> None:
    assert dateline.split(f"(CNN) {STORY}") == ("(CNN)", STORY)


def test_read_refuses_a_dateline_with_a_story_behind_it() -> None:
    assert dateline.read(f"KYIV, Ukraine (AP) — {STORY}") is None


def test_blanks_of_every_kind_are_blanks() -> None:
    found = dateline.read("NEW\u00a0YORK (AP)\u2009—")

    assert found is not None
    assert found.agency == "AP"


@given(st.text(max_size=250))
def test_no_text_breaks_the_reader_and_nothing_of_it_is_lost(text: str) -> None:
    parts = dateline.split(text)

    assert parts is None or "".join(parts).split() == text.split() or "".join("".join(parts).split()) == "".join(text.split())


@given(st.sampled_from([row[0] for row in DATELINES]), st.text(alphabet="Abcde fghij.,-—()/", max_size=80))
def test_what_split_cuts_off_read_can_read(prefix: str, rest: str) -> None:
    parts = dateline.split(f"{prefix} {rest}")

    assert parts is None or dateline.read(parts[0]) is not None


@pytest.mark.parametrize("piece", ["A ", "A-", "(", "A, ", "A/", "Mon. 1 ", "— "])
def test_a_line_of_a_megabyte_is_looked_at_only_at_its_beginning(piece: str) -> None:
    text = piece * 200_000

    assert dateline.split(text) == dateline.split(text[:400]) or dateline.split(text[:400]) is None
