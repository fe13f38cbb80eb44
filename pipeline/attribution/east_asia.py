"""Bylines in Chinese, Japanese and Korean, where a name is a run of two to four characters and the word beside it tells.

"新华社记者 王伟", "文/王伟", "作者：王伟、李娜", "김민수 기자". A name without such a word is none: any noun has that shape.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.record import Author

_LONGEST = 80  # characters
_HAN, _HANGUL = r"[一-鿿々〆ヶ]", r"[가-힣]"
_KANA = r"[ぁ-んァ-ヶー]"
_GAP = r"[\s　](?![图圖摄攝写])"  # between surname and given name; what follows there in "文/王伟 图/李娜" is no name
_NAME = (
    rf"(?:{_HAN}{{1,3}}{_GAP}{_HAN}{{1,3}}|{_HAN}{{2,4}}|{_HAN}{{1,3}}[\s　]?{_KANA}{{2,4}}"
    rf"|{_HANGUL}{{2,4}})"
)
_NAMES = rf"{_NAME}(?:[\s　]*[、，,·・/][\s　]*{_NAME})*"
_RANK = "(?:特派|特约|特約|见习|首席|高级|本报|本報|本社|本台|编辑部)*"
_JOB = rf"{_RANK}(?:记者|記者|通讯员|通訊員|特派员|特派員|撰稿人|评论员|論説委員|編集委員)"
_LABEL = rf"(?:作者|撰文|撰稿|文|采写|採訪撰文|報導|报道|编译|記事|執筆|글|기자|{_JOB})"
_AROUND = r"[\s　(（\[【=／/|｜◎●■]*"
_SIGNED = (
    rf"{_AROUND}(?:(?P<house>{_HAN}{{2,8}}?[社报報网網台视視聞])?{_JOB}[\s　:：／/|｜]*(?P<behind>{_NAMES})"
    rf"|{_LABEL}[\s　]*[:：／/|｜][\s　]*(?P<labelled>{_NAMES})"
    rf"|(?:\((?P<city>{_HANGUL}{{2,8}})=(?P<wire>{_HANGUL}{{2,10}})\)[\s　]*)?"
    rf"(?P<before>{_NAMES})[\s　]*(?:선임|수습|객원)?(?:기자|특파원|通讯员|记者|記者))"
    rf"(?:[\s　]*(?:图|圖|摄影|攝影|写真|사진)[\s　]*[:：／/|=][\s　]*{_NAMES})?[\s　)）\]】=報报导道]*"
)
_ASIAN = re.compile(rf"{_HAN}|{_HANGUL}")
_APART = re.compile(r"[\s　]*[、，,·・/][\s　]*")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Compiled when it is needed first: classes of so many signs take 30 ms, and most desks never see such a line."""
    return re.compile(text)


def read(text: str) -> tuple[Author, ...]:
    """Who signs a line that a word such as "记者" or "기자" makes a byline; () where it is none."""
    if len(text) > _LONGEST or not _ASIAN.search(text) or not (found := _pattern(_SIGNED).fullmatch(text.strip())):
        return ()
    listed = found["behind"] or found["labelled"] or found["before"]
    return _authors(listed, found["house"] or found["wire"], found["city"])


def listed(text: str) -> tuple[Author, ...]:
    """The names of a text that holds nothing else, where its "By" has been read: "王伟、李娜"; () where it is none."""
    if len(text) > _LONGEST or not _ASIAN.search(text) or not _pattern(_NAMES).fullmatch(text.strip()):
        return ()
    return _authors(text.strip(), None, None)


def _authors(names: str, house: str | None, city: str | None) -> tuple[Author, ...]:
    return tuple(Author(name=name, organization=house, location=city) for name in _APART.split(names))
