"""Credit lines in Chinese, Japanese and Korean: a job, a colon and names of two to four characters.

"责任编辑：周小明", "(责编：吴江、郑文)", "記者：黃子晴　攝影：何志明", "【编辑:王川】". Every part of the line must be such
a pair.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline.record import Credit, Role

_LONGEST: Final = 120  # characters
_COULD_BE: Final = re.compile(r"[一-鿿가-힣].*[:：]")
_JOBS: Final[dict[str, Role]] = {
    "责任编辑|責任編輯|执行编辑|實習編輯|实习编辑|值班编辑|责编|責編|编辑|編輯|编审|主编|核稿|編集|편집": "editing",
    "摄影|攝影|摄影报道|写真|撮影|图片|圖|사진|촬영": "photography",
    "编译|編譯|翻译|翻譯|翻訳|번역": "translation",
    "作者|撰文|撰稿|文字|文|글": "writing",
    "记者|記者|采写|采访|취재": "reporting",
    "校对|校對|审核|终审|初审|复审|监制|制作|设计|视频|製作|그래픽": "other",
}
_NAME: Final = r"[一-鿿]{2,4}|[一-鿿] [一-鿿]{1,2}|[가-힣]{2,4}|[A-Za-z][A-Za-z ]{1,20}[A-Za-z]"
_NAMES: Final = (
    rf"(?:{_NAME})(?:[（(](?:实习|實習)生?[）)])?(?:[ 　]?[、，,·/／][ 　]?(?:{_NAME})(?:[（(](?:实习|實習)生?[）)])?)*"
)
_JOB: Final = "|".join(_JOBS)
_PAIR: Final = rf"(?:{_JOB})[ 　]?[:：][ 　]?(?:{_NAMES})(?: ?[A-Z]{{1,3}}\d{{1,5}})?"  # the last is the number of the desk
_DAY: Final = re.compile(r"(?<=[）)])\d{6,8}$")  # Taiwan's agency: （編輯：張家豪）1150303
_TRAINEE: Final = re.compile(r"[（(][^（）()]*[）)]")


def read(text: str) -> tuple[Credit, ...]:
    """Who did what; () where the text is no such line."""
    if len(text) > _LONGEST or not _COULD_BE.search(text):
        return ()
    line = _DAY.sub("", text.strip(" \n　【】[]〔〕"))
    if line[:1] in "（(" and line[-1:] in "）)":
        line = line[1:-1]
    if not _pattern(rf"{_PAIR}(?:[\s　;；|丨/／]+{_PAIR})*").fullmatch(line):
        return ()
    pairs = _pattern(rf"(?P<job>{_JOB})[ 　]?[:：][ 　]?(?P<names>{_NAMES})").finditer(line)
    return tuple(
        Credit(role=_role(pair["job"]), name=name.strip())
        for pair in pairs
        for name in re.split(r"[、，,·/／]", _TRAINEE.sub("", pair["names"]))
    )


def _role(job: str) -> Role:
    return next(role for jobs, role in _JOBS.items() if job in jobs.split("|"))


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Compiled when it is needed first."""
    return re.compile(text)
