"""A rule: a small true statement about wire copy, with its evidence attached. Its form in TOML is docs/rules.md."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from pipeline.document import Label
from pipeline.record import NoteKind

Where = Literal["head", "tail", "anywhere", "line-start", "line-end", "edge-end"]
Places: TypeAlias = tuple[Where, ...]
ENDS: Final[Places] = ("line-end", "edge-end")  # rules that match at the end of a line, the others from its start on
JudgeName = Literal[
    "byline", "bare_byline", "house", "credit", "desk_slug", "dateline", "rights", "marker", "marker_line", "glued_byline"
]


class Example(BaseModel):
    """A line that the rule must take, and the values it must yield: groups of the pattern, or fields that the judge read."""

    model_config = ConfigDict(frozen=True, extra="allow")

    text: str

    @property
    def values(self) -> dict[str, object]:
        return dict(self.__pydantic_extra__ or {})


class Rule(BaseModel):
    """One rule of a style file.

    where   head, tail: a whole line above or below the story; anywhere: a whole line at any place;
            line-start, line-end: the beginning or the end of a line; edge-end: the end of a line above or below the story.
    reach   how many paragraphs of the story may stand between the line and the edge it belongs to
            (above it for head and line-start, below it for tail and line-end, either for edge-end).
    judge   a reader of attribution/ that must accept the text as well: the pattern says "could be", the judge "is".
    lines   how many lines on end the judge may be shown as one (a byline and the paper below it).
    longest how many characters a whole line may have; a count in the pattern would cost RE2 a state for each.
    titled  the line must stand below a headline, and is itself no heading.
    kind    for notes: what kind of note it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")
    label: Label
    where: Where
    match: str = Field(min_length=1)
    why: str = Field(min_length=10)
    examples: tuple[Example, ...] = Field(min_length=1)
    spares: tuple[str, ...] = Field(min_length=1)
    judge: JudgeName | None = None
    reach: int = Field(default=0, ge=0)
    lines: int = Field(default=1, ge=1, le=4)
    longest: int = Field(default=500, ge=1)
    titled: bool = False
    kind: NoteKind | None = None
    style: str = ""  # the file it comes from; set by the loader

    @property
    def is_whole_line(self) -> bool:
        return self.where in ("head", "tail", "anywhere")

    @property
    def pattern(self) -> str:
        """The pattern with its anchors: whole lines match from edge to edge, the others hang on to one edge."""
        start = "" if self.where in ENDS else r"^"
        end = "" if self.where == "line-start" else r"$"
        return rf"{start}(?:{self.match.strip()}){end}"


class Style(BaseModel):
    """One agency's or distributor's style: one TOML file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    about: str = Field(min_length=10)
    rule: tuple[Rule, ...] = Field(min_length=1)
