from __future__ import annotations

import pytest

from pipeline.attribution import east_asia

SIGNED = [
    ("记者 王伟", [("王伟", None, None)]),
    ("新华社记者王伟", [("王伟", "新华社", None)]),
    ("作者：王伟、李娜", [("王伟", None, None), ("李娜", None, None)]),
    ("文/王伟 图/李娜", [("王伟", None, None)]),
    ("記者 田中太郎", [("田中太郎", None, None)]),
    ("김민수 기자", [("김민수", None, None)]),
    ("(서울=연합뉴스) 김민수 기자", [("김민수", "연합뉴스", "서울")]),
]

UNSIGNED = [
    "王伟",
    "记者在现场看到大桥已经重新开放",
    "大桥重新开放",
    "서울시는 다리를 다시 열었다",
    "Ada Quill",
    "",
    "记者" * 500,
]


@pytest.mark.parametrize(("line", "authors"), SIGNED)
def test_the_word_beside_a_name_makes_a_byline(line: str, authors: list[tuple[str, str | None, str | None]]) -> None:
    assert [(author.name, author.organization, author.location) for author in east_asia.read(line)] == authors


@pytest.mark.parametrize("line", UNSIGNED)
def test_characters_without_such_a_word_sign_nothing(line: str) -> None:
    assert east_asia.read(line) == ()


def test_names_alone_are_read_where_a_cue_vouches_for_them() -> None:
    assert [author.name for author in east_asia.listed("王伟、李娜")] == ["王伟", "李娜"]
