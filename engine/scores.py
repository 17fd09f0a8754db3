"""What a questionnaire is worth once it is scored; the scoring itself stands in `instruments/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Literal, Protocol

from pydantic import Field, StringConstraints

CODE = r"^[A-Za-z0-9_.#:/+-]{1,80}$"
Code = Annotated[str, StringConstraints(pattern=CODE)]
"""A word of a closed vocabulary or an opaque id. What a person typed does not fit, on purpose."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.#:/+-]{1,400}$")]
"""What names one event or one task for ever: made of a few codes, such as what failed, its key and its step."""

Value = int | Annotated[float, Field(allow_inf_nan=False)] | bool | Code | None
"""One raw answer: a number, yes/no, or the code of a chosen option. Never free text. None is missing."""

Status = Literal[
    "complete", "prorated", "partial", "bounded", "interview_only", "incomplete", "not_scorable", "invalid"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One scored form. `exact` is the unrounded value that changes are computed from; `shown` is what people read.

    Both are None unless the status allows a number: missing is never zero.
    """

    instrument: str
    version: str = "1"
    status: Status
    exact: Fraction | None = None
    shown: Fraction | None = None
    band: str | None = None
    missing: tuple[str, ...] = ()
    bad_items: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    subscores: Mapping[str, Value] = field(default_factory=dict)


class Measure(Protocol):
    """What the pathway language needs to know of an instrument: its name, its items, and what change matters."""

    @property
    def id(self) -> str: ...

    @property
    def item_ids(self) -> tuple[str, ...]: ...

    @property
    def higher_is_worse(self) -> bool: ...

    @property
    def improved_by_points(self) -> Fraction | None: ...

    @property
    def improved_by_percent(self) -> Fraction | None: ...

    @property
    def worsened_by_points(self) -> Fraction | None: ...
