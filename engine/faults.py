"""What `check` reports, and what it must know of the clinic to find it: plain data, put together by whoever asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

Kind = Literal[
    # A name that is not there, or there twice.
    "duplicate_name",
    "unusable_name",
    "unknown_role",
    "unknown_instrument",
    "unknown_item",
    "unknown_band",
    "unknown_template",
    "unknown_step",
    "unknown_stage",
    "unknown_ladder",
    "unknown_severity",
    "unknown_pathway",
    "unknown_anchor",
    "unknown_ending",
    # A way that leads nowhere, or round and round.
    "unreachable_step",
    "unreachable_stage",
    "unreachable_case",
    "no_exit",
    "open_end",
    "endless_circle",
    "instant_circle",
    "endless_repeat",
    "no_rhythm",
    "waits_for_what_comes_later",
    "counts_back_too_late",
    "never_decided",
    "impossible_outcome",
    "impossible_branch",
    "intensity_alone",
    # Something that waits for nobody.
    "unstaffed_role",
    "no_backup",
    "no_deadline",
    "no_ladder",
    "no_expiry",
    "silent_expiry",
    "pages_nobody",
    "gives_up",
    "stands_still",
    "never_runs_dry",
    "no_missed",
    "no_could_not",
    "no_quorum",
    "no_cut_off",
    # A care plan that cannot be made or carried out.
    "unchosen_therapy",
    "no_therapies",
    "undelivered_plan",
    "nothing_to_deliver",
    "undo_of_nothing",
    "calls_off_by_itself",
    "calls_off_too_late",
    "cancelled_before_it_is_held",
    # What the patient could come to harm by.
    "idle_rule",
    "misplaced_rule",
    "unlicensed_instrument",
    "wrong_asker",
    "no_out_of_hours_line",
    "unread_safety_item",
    "unread_left_out",
    "contradiction",
    "wrong_audience",
    "no_link",
    "promise_of_a_call",
    "no_consent",
]
Permission = Literal["granted", "no_licence", "expired", "no_words"]
"""Whether this clinic may ask a questionnaire today, or what stands in the way."""
FEW = 8
"""So many names are listed where none looks like what was written."""
Word = Literal["step", "stage", "rule", "therapy", "ending", "pathway"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, in its author's words. `step` names the step, or the stage, rule or therapy if `word` says so."""

    kind: Kind
    line: str
    step: str
    text: str
    word: Word = "step"

    @property
    def place(self) -> str:
        named = f'{self.word} "{self.step}"'
        return f"{self.line}, {named}" if self.line else named

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass(frozen=True, slots=True)
class Where:
    """A place of a pathway that a fault can be about."""

    line: str
    name: str
    word: Word = "step"

    def fault(self, kind: Kind, text: str) -> Fault:
        return Fault(kind, self.line, self.name, text, self.word)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRole:
    """`backup` is the role that stands in for it."""

    staffed: bool = True
    backup: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownInstrument:
    """`safety_items` are the answers that can mean danger; `not_left_out` those of them that silence says nothing of."""

    items: tuple[str, ...]
    bands: tuple[str, ...] = ()
    scored: bool = True
    safety_items: tuple[str, ...] = ()
    not_left_out: tuple[str, ...] = ()
    permission: Permission = "granted"
    by_staff_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTemplate:
    """`promises_a_call`: it may go out only while somebody is on call."""

    audience: str = "patient"
    topic: str | None = None
    says: str | None = None
    fields: tuple[str, ...] = ()
    promises_a_call: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What there is at this clinic. `anchors` are moments that a patient brings along when they are enrolled."""

    roles: Mapping[str, KnownRole]
    instruments: Mapping[str, KnownInstrument]
    templates: Mapping[str, KnownTemplate]
    pathways: frozenset[str] = frozenset()
    out_of_hours_line: bool
    anchors: frozenset[str] = field(default_factory=lambda: frozenset({"referred", "enrolled"}))
    pain_intensity: frozenset[str] = frozenset({"nrs_pain"})


def hint(written: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """What to write instead: the name that looks alike, else what is given here, else the names if they are few."""
    names = sorted(known)
    close = get_close_matches(written, names, n=1)
    if close:
        return f'; did you mean "{close[0]}"?'
    if otherwise or not 0 < len(names) <= FEW:
        return f"; {otherwise}" if otherwise else ""
    return f"; write {'one of ' if len(names) > 1 else ''}{quoted(names)}"


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
