"""Which earlier record a story belongs to, repeats or replaces."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.kinship import Links, Traits, linked, links_of, relinked
from pipeline.record import Agency, Record
from tests.kin_stories import PARAGRAPHS, told

HALF = PARAGRAPHS[:5]
OTHER = tuple(paragraph.replace("Saltmarsh", "Tindale").replace("the", "that") for paragraph in PARAGRAPHS)
MORE = "The council said late on Tuesday that it had hired a tug, and that it would sail at dawn."
MENDED = (*PARAGRAPHS[:8], PARAGRAPHS[8].replace("$2.1", "$2.4"), PARAGRAPHS[9])
NOON, ONE = datetime(2026, 6, 1, 12, tzinfo=UTC), datetime(2026, 6, 1, 13, tzinfo=UTC)


def links(*records: Record) -> list[Links]:
    """The links of records that come one after the other."""
    known: list[Traits] = []
    found = []
    for record in records:
        given = links_of(Traits.of(record), known)
        known.append(Traits.of(record)._replace(cluster_id=given.cluster_id, duplicate_of=given.duplicate_of))
        found.append(given)
    return found


def test_the_first_record_of_a_story_is_its_own_cluster() -> None:
    record = told()

    assert links(record) == [Links(record.id, None, None, "first")]


def test_a_story_that_has_nothing_in_common_stays_apart() -> None:
    one, other = told(), told(*OTHER, headline="Tindale")

    assert links(one, other)[1] == Links(other.id)


def test_the_same_text_in_another_file_is_a_duplicate() -> None:
    first, second = told(), told(file="from-elsewhere.txt")

    assert links(first, second)[1] == Links(first.id, first.id, None, "same text")


@pytest.mark.parametrize(
    "copy",
    [
        told(headline="Islanders cut off"),
        told(*map(str.upper, PARAGRAPHS)),
        told(*PARAGRAPHS, "Brill News is a member of the guild of small papers, and so may you be one day."),
        told(*PARAGRAPHS[:9]),
    ],
    ids=["headlined anew", "in capitals", "a line of furniture left in", "the last paragraph cut"],
)
def test_nearly_the_same_text_is_a_duplicate(copy: Record) -> None:
    first = told()

    assert links(first, copy)[1][:3] == (first.id, first.id, None)


@pytest.mark.parametrize("copy", [told(*HALF), told(MORE, MORE + " It is blue.", *PARAGRAPHS)], ids=["cut to half", "longer"])
def test_a_shorter_or_longer_copy_is_in_the_cluster_and_no_duplicate(copy: Record) -> None:
    first = told()

    assert links(first, copy)[1][:3] == (first.id, None, None)


def test_a_third_copy_names_the_first() -> None:
    first, second, third = told(), told(file="b"), told(file="c")

    assert [each[:2] for each in links(first, second, third)] == [(first.id, None), (first.id, first.id), (first.id, first.id)]


def test_a_cluster_keeps_its_name_when_its_last_version_has_little_of_the_first() -> None:
    steps = [told(*PARAGRAPHS), told(*PARAGRAPHS[3:], *OTHER[:4]), told(*PARAGRAPHS[6:], *OTHER[:6])]

    assert {each.cluster_id for each in links(*steps)} == {steps[0].id}


def test_a_version_with_the_same_story_id_supersedes_the_one_before() -> None:
    first, second, third = (
        told(PARAGRAPHS[number], story_id="tag:1", version=version) for number, version in enumerate(("1", "2", "10"))
    )

    assert [each.supersedes for each in links(first, second, third)] == [None, first.id, second.id]


def test_a_version_that_comes_late_supersedes_what_is_before_it() -> None:
    first, third, second = (told(PARAGRAPHS[number], story_id="tag:1", version=str(number)) for number in (1, 3, 2))

    assert [each.supersedes for each in links(first, third, second)] == [None, first.id, first.id]


def test_versions_without_a_number_follow_their_times() -> None:
    later = told(MORE, story_id="tag:1", published_at=ONE)
    earlier = told(PARAGRAPHS[0], story_id="tag:1", published_at=NOON)

    assert links(later, earlier)[1][:3] == (later.id, None, None)
    assert links(earlier, later)[1][:3] == (earlier.id, None, earlier.id)


def test_a_repeat_of_a_version_is_its_duplicate_and_replaces_nothing() -> None:
    first = told(story_id="tag:1", version="1")
    second = told(*PARAGRAPHS, MORE, story_id="tag:1", version="2")
    repeat = told(*PARAGRAPHS, MORE, story_id="tag:1", version="3")

    assert links(first, second, repeat)[2][:3] == (first.id, second.id, None)


@pytest.mark.parametrize("version", ["2", "2nd Ld-Writethru", "Writethru"])
def test_a_writethru_without_a_story_id_supersedes_the_story_that_it_tells(version: str) -> None:
    first, update = told(), told(*PARAGRAPHS[:6], MORE, *PARAGRAPHS[6:], version=version)

    assert links(first, update)[1][:3] == (first.id, None, first.id)


def test_the_version_is_superseded_and_not_another_houses_copy_of_it() -> None:
    first, copy, update = told(), told(file="copy"), told(*PARAGRAPHS, MORE, version="2")

    assert links(first, copy, update)[2].supersedes == first.id


def test_another_agencys_second_version_is_not_of_this_agencys_story() -> None:
    reuters, ap = Agency(id="reuters", name="Reuters"), Agency(id="ap", name="AP")
    first, other = told(agency=reuters), told(*PARAGRAPHS, MORE, agency=ap, version="2")

    assert links(first, other)[1].supersedes is None


def test_a_correction_is_no_duplicate_however_small() -> None:
    first, corrected = told(), told(*MENDED, status="corrected")

    assert links(first, corrected)[1][:3] == (first.id, None, first.id)


@pytest.mark.parametrize("status", ["killed", "withheld"])
def test_a_kill_that_carries_the_story_supersedes_it(status: str) -> None:
    first, kill = told(), told(status=status)

    assert links(first, kill)[1][:3] == (first.id, None, first.id)


def test_a_kill_without_text_supersedes_the_story_that_it_names() -> None:
    first = told(story_id="tag:1", version="3", published_at=NOON)
    by_id = told("Kill it.", headline=None, status="killed", story_id="tag:1")
    by_name = told("Kill it.", headline=None, status="killed", story_id="tag:9", replaces=("tag:1",))

    assert links(first, by_id)[1][:3] == (first.id, None, first.id)
    assert links(first, by_name)[1] == Links(first.id, None, first.id, "named")


def test_a_story_whose_embargo_has_ended_is_no_duplicate() -> None:
    held, free = told(status="embargoed"), told(file="free")

    assert links(held, free)[1][:3] == (held.id, None, None)


def test_a_translation_under_one_story_id_is_kin_and_no_version() -> None:
    english, french = told(story_id="tag:1", language="en-US"), told(*OTHER, story_id="tag:1", language="fr")

    assert links(english, french)[1][:3] == (english.id, None, None)


def test_notices_without_a_word_are_not_one_story() -> None:
    one, other = (told("***", headline=None, status="killed", file=name) for name in "ab")

    assert links(one, other)[1].cluster_id == other.id


def test_a_flash_is_known_again_by_its_headline() -> None:
    flash, repeat = told("", headline="Saltmarsh ferry halted"), told("", headline="SALTMARSH FERRY HALTED")

    assert links(flash, repeat)[1].duplicate_of == flash.id


def test_a_record_that_is_refined_again_keeps_its_links() -> None:
    stored = linked(told(), Links("a" * 32, "b" * 32, "c" * 32))

    again = relinked(told(file="again"), stored)

    assert (again.cluster_id, again.duplicate_of, again.supersedes) == ("a" * 32, "b" * 32, "c" * 32)
    assert relinked(told(), None) == relinked(told(), told()) == told()
