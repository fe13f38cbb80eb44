"""Bylines in Chinese, Japanese and Korean, where a name is a run of two to four characters and the word beside it tells.

"新华社记者 王伟", "文/王伟", "作者：王伟、李娜", "김민수 기자". A name without such a word is none: any noun has that shape;
but Japanese papers sign in brackets behind the last sentence: "（佐藤美咲）".
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.attribution.places import is_city
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
_AROUND = r"[\s　(（\[【=／/|｜◎●■▲△☞]*"
_PAPER = r"[가-힣A-Za-z0-9]{1,10}(?:일보|신문|뉴스|뉴시스|타임스|타임즈|데일리|경제|방송|투데이|미디어|저널|TV|닷컴)"
_SOURCE = r"(?:[\d年月日:：. -]{8,22})?(?:(?:来源|來源|稿源)[:：][^\s　:：]{2,16}[\s　]+)?"  # "来源：江南晚报 作者：李梦"
_SIGNED = (
    rf"{_SOURCE}{_AROUND}(?:(?P<house>{_HAN}{{2,8}}?[社报報网網台视視聞])?[／/]?[\s　]*{_JOB}[\s　:：／/|｜]*(?P<behind>{_NAMES})"
    rf"|{_LABEL}[\s　]*[:：／/|｜][\s　]*(?P<labelled>{_NAMES})"
    rf"|(?:\((?P<city>{_HANGUL}{{2,8}})=(?P<wire>{_HANGUL}{{2,10}})\)[\s　]*|(?P<paper>{_PAPER})[\s　]*[=|/·]?[\s　]*"
    rf"|(?P<marked>[가-힣A-Za-z0-9]{{2,12}})[\s　]*=[\s　]*)?"
    rf"(?P<before>{_NAMES})[\s　]*(?:선임|수습|객원)?(?:기자|특파원|通讯员|记者|記者))"
    rf"(?:[\s　]*(?:图|圖|摄影|攝影|写真|사진)[\s　]*[:：／/|=][\s　]*{_NAMES})?"
    rf"(?:[／/]{_HAN}{{2,8}}(?:報導|报道))?[\s　)）\]】=報报导道]*"
)
_ASIAN = re.compile(rf"{_HAN}|{_HANGUL}")
_OPENING = (  # of a paragraph; the city of "（中央社記者林美玲高雄3日電）" is left for the dateline
    rf"(?P<whole>[（(]\s?{_HAN}{{0,8}}?{_JOB}[\s　:：]*{_NAMES}(?:[\s　]+{_JOB}[\s　:：]*{_NAMES})?[）)])"
    rf"|[（(〔](?P<house>{_HAN}{{2,4}}[社報])?{_JOB}(?P<names>{_NAMES})(?P<at>[／/])?(?={_HAN}{{0,6}}(?:\d{{1,2}}日[電电]|[臺台]?{_HAN}{{0,4}}報導))"
    rf"|(?P<wired>{_HANGUL}{{3}}(?: {_HANGUL}{{3}}){{1,3}})[\s　]?(?:기자|특파원)\s?=(?=\s)"
    rf"|[（(](?P<pair>{_HAN}{{2,3}}(?:[\s　、]{_HAN}{{2,3}}){{1,2}})[）)]"
    rf"|(?P<closed>{_HAN}{{2,4}}[\s　]?[一-鿿ぁ-ん]{{0,4}})】"
    rf"|(?P<korean>[\[【(]?[^\]】)=\n]{{0,14}}?[\s=|/·]*[가-힣·, ]{{2,30}}?(?:기자|특파원)(?:[\]】)]|\s?=(?=\s)))"
)
_SHORTEST_NAME, _LONGEST_NAME = 3, 6  # characters of one in Japanese brackets
_NO_NAME = re.compile(r"[略続終編写真図表注訳別込時版社同部号面頁参照関連事次回引用典省料市県区町村録説報音動画特集]")
_BRACKETED = rf"[（【〔](?P<names>{_HAN}+(?:[\s　]?{_HAN}+)?(?:[、・]{_HAN}+(?:[\s　]?{_HAN}+)?)*)[）】〕]"
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
    return _authors(listed, found["house"] or found["wire"] or found["paper"] or found["marked"], found["city"])


def opening(paragraph: str) -> tuple[str, tuple[Author, ...]] | None:
    """The byline that a paragraph opens with, verbatim, and who signs: "（记者 王伟）", "김민수 기자 =", "（中央社記者林美玲"."""
    if not _ASIAN.match(paragraph[:3].lstrip("（([【〔 ")) or not (found := _pattern(_OPENING).match(paragraph[:_LONGEST])):
        return None
    if several := found["wired"] or found["pair"]:
        return (found.group(), _authors("、".join(several.split()), None, None)) if not _NO_NAME.search(several) else None
    if closed := found["closed"]:
        return found.group(), _authors(closed, None, None)
    if not found["names"]:
        authors = read(found.group().rstrip("= "))
        return (found.group(), authors) if authors else None
    names = found["names"] if found["at"] else _before_city(found["names"], paragraph[found.end("names") :])
    return paragraph[: found.start("names") + len(names) + bool(found["at"])], _authors(names, found["house"], None)


def _before_city(names: str, behind: str) -> str:
    """The names without the city that is written on to the last of them: a name has three characters, but for a known city's."""
    run = names + behind.partition("日")[0].rstrip("0123456789")
    for length in (3, 2, 4):
        start = max(names.rfind("、"), names.rfind("，")) + 1
        if is_city(run[start + length :]):
            return run[: start + length]
    return run[: start + 3]


def bracketed(text: str) -> tuple[Author, ...]:
    """Who signs in brackets and by name alone: "（佐藤美咲）", "【高橋健、林恵】"; () where it could be anything else."""
    found = _pattern(_BRACKETED).fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None or _NO_NAME.search(found["names"]):
        return ()
    authors = _authors(found["names"], None, None)
    return authors if all(_SHORTEST_NAME <= len(author.name) <= _LONGEST_NAME for author in authors) else ()


def listed(text: str) -> tuple[Author, ...]:
    """The names of a text that holds nothing else, where its "By" has been read: "王伟、李娜"; () where it is none."""
    if len(text) > _LONGEST or not _ASIAN.search(text) or not _pattern(_NAMES).fullmatch(text.strip()):
        return ()
    return _authors(text.strip(), None, None)


def _authors(names: str, house: str | None, city: str | None) -> tuple[Author, ...]:
    return tuple(Author(name=name, organization=house, location=city) for name in _APART.split(names))
