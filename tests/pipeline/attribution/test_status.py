"""What markers, slugs and notes together say of a story."""

from __future__ import annotations

from pipeline.record import Record
from pipeline.refine import refine

HEADLINE = "Harbour council votes to rebuild pier"
STORY = (
    "The harbour council voted on Tuesday night to rebuild the old ferry pier.",
    "Work is due to start in the autumn, officials said.",
)


def refined(*lines: str) -> Record:
    [record] = refine("\n".join(lines).encode(), "story.txt")
    return record


def codes(record: Record) -> list[str]:
    return [warning.code for warning in record.warnings]


def test_an_order_to_kill_kills_the_story_whatever_the_headline_says() -> None:
    record = refined(f"UPDATE 2-{HEADLINE}", "EDITORS: Kill the story slugged PIER. It is wrong and should not be used.", *STORY)

    assert (record.status, record.version, record.headline) == ("killed", "2", HEADLINE)
    assert [note.kind for note in record.notes] == ["advisory"]


def test_a_kill_with_no_story_of_its_own_is_a_record() -> None:
    record = refined(
        f"STORY REMOVED: {HEADLINE}", "The story “Pier to be rebuilt” has been withdrawn. There will be no substitute story."
    )

    assert (record.status, record.body) == ("killed", ())
    assert codes(record) == ["no_body"]


def test_an_order_to_withhold_withholds() -> None:
    assert refined(HEADLINE, "ATTENTION: withhold until further notice", *STORY).status == "withheld"


def test_a_note_that_adds_leaves_the_story_usable_and_one_that_corrects_does_not() -> None:
    assert refined(HEADLINE, "(Adds details, background)", *STORY).status == "usable"
    assert refined(HEADLINE, "(Corrects to 21, not 12, in second paragraph)", *STORY).status == "corrected"


def test_the_keyword_line_tells_slug_and_version() -> None:
    record = refined("^BC-ROW--Ferry-Pier, 1st Ld-Writethru,416<", f"^{HEADLINE}<", *STORY)

    assert (record.slug, record.version, record.headline) == ("Ferry-Pier", "1st Ld-Writethru", HEADLINE)


def test_a_marker_in_a_formats_own_headline_is_read_and_taken_out() -> None:
    page = f"<html><body><article><h1>CORRECTED-{HEADLINE}</h1><p>{STORY[0]}</p><p>{STORY[1]}</p></article></body></html>"

    [record] = refine(page.encode(), "story.html")

    assert (record.headline, record.status) == (HEADLINE, "corrected")


def test_a_place_in_a_formats_own_headline_stays() -> None:
    page = f"<html><body><article><h1>PORTO: {HEADLINE}</h1><p>{STORY[0]}</p><p>{STORY[1]}</p></article></body></html>"

    [record] = refine(page.encode(), "story.html")

    assert record.headline == f"PORTO: {HEADLINE}"


def test_an_order_to_kill_is_a_record_without_a_story() -> None:
    [record] = refine(b"EDITORS: Kill the story slugged PIER-VOTE. It is wrong and should not be used.", "kill.txt")

    assert (record.status, record.body, record.headline) == ("killed", (), None)


def test_an_embargo_with_date_time_and_zone_has_its_moment() -> None:
    record = refined("EMBARGOED UNTIL 0001 GMT Monday March 2, 2026", HEADLINE, *STORY)

    assert record.status == "embargoed"
    assert record.embargo_until is not None
    assert record.embargo_until.isoformat() == "2026-03-02T00:01:00+00:00"


def test_an_embargo_that_leaves_anything_open_has_none_and_a_warning() -> None:
    for line in ("EMBARGOED UNTIL 0001 MONDAY MAY 11", "Embargo: 12 May 2026", "EMBARGO: 6 p.m. Eastern on Sunday, May 10, 2026"):
        record = refined(line, HEADLINE, *STORY)

        assert (record.status, record.embargo_until, codes(record)) == ("embargoed", None, ["embargo_without_time"])


def test_an_embargo_in_the_headline_alone_warns() -> None:
    record = refined(f"EMBARGOED: {HEADLINE}", *STORY)

    assert (record.status, record.headline, codes(record)) == ("embargoed", HEADLINE, ["embargo_without_time"])
