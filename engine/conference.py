"""A series of case conferences: when it meets, whose turn it is, and what a meeting may decide. Pure, on plain data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal

from engine.clinic import Clinic
from engine.clinic_days import clinic_day_after, clinic_day_on_or_after, closing
from engine.zones import local, wall

Vote = Literal["agree", "concern", "disagree"]
Passing = Literal["chase", "freeze", "begin", "end"]
CaseState = Literal["waiting", "on_agenda", "rolled_over", "decided"]
Quorum = tuple[tuple[str, ...], ...]
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How one clinic meets: every week on `weekday` (0: Monday) at a local hour, later if the clinic is closed then.

    The discipline inputs are due one clinic day before, and asked for once more two clinic days before. `guests` are
    heard and never counted; `leads` breaks a tie. Who `may_veto` answers for it within `review` clinic days. All [P].
    """

    clinic: Clinic = field(default_factory=Clinic)
    weekday: int = 1
    at: time = time(12)
    leads: str = "physician"
    may_veto: tuple[str, ...] = ("physician", "pharm", "psych")
    guests: tuple[str, ...] = ()
    review: int = 5
    coordinator: str = "coordinator"
    director: str = "med_director"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting of a series, known by the day on which it begins."""

    id: str
    chase_at: datetime
    cut_off_at: datetime
    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> str:
        return self.id.rpartition("/")[2]

    def moments(self) -> tuple[tuple[datetime, Passing], ...]:
        """What time alone does to a meeting, in this order."""
        return (
            (self.chase_at, "chase"),
            (self.cut_off_at, "freeze"),
            (self.starts_at, "begin"),
            (self.ends_at, "end"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCase:
    """One patient's question to the team; `meeting` is the one that it is to be heard in.

    It is decided as one of `outcomes`, if there are any; only if it `plans` may it decide a care plan.

    `age` counts the meetings that did not settle it, `failures` those of them without its quorum, `number` what was
    decided of it or told to its journey. A lower `severity` is worse; None: no alert. The roles of `held_by`
    hold it back on safety grounds.
    """

    id: str
    patient: str
    journey: str
    step: str
    occurrence: int
    quorum: Quorum
    due_at: datetime
    joined_at: datetime
    inputs: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    proposal: str | None = None
    outcomes: tuple[str, ...] = ()
    plans: bool = False
    severity: int | None = None
    state: CaseState = "waiting"
    meeting: str | None = None
    heard: bool = False
    held_by: tuple[str, ...] = ()
    age: int = 0
    failures: int = 0
    number: int = 0


def meeting_after(series: str, instant: datetime, rules: Rules) -> Meeting:
    """The first meeting that begins after the instant. Two weeks that meet on one day meet once."""
    clinic = rules.clinic
    day = wall(instant, clinic.zone).date() - _WEEK
    day += timedelta(days=(rules.weekday - day.weekday()) % 7)
    while True:
        held = clinic_day_on_or_after(day, clinic)
        starts_at = local(held, rules.at, clinic.zone)
        if starts_at > instant:
            break
        day += _WEEK
    return Meeting(
        id=f"{series}/{held.isoformat()}",
        chase_at=local(clinic_day_after(held, clinic, -2), rules.at, clinic.zone),
        cut_off_at=local(clinic_day_after(held, clinic, -1), rules.at, clinic.zone),
        starts_at=starts_at,
        ends_at=max(closing(held, clinic), starts_at + timedelta(hours=1)),
    )


def case_id(journey: str, step: str, occurrence: int) -> str:
    return f"{journey}/{step}#{occurrence}"


def review_by(at: datetime, rules: Rules) -> datetime:
    """The end of the clinic day by which whoever held something back must have looked at it again."""
    today = wall(at, rules.clinic.zone).date()
    return closing(clinic_day_after(today, rules.clinic, rules.review), rules.clinic)


def next_clinic_day(at: datetime, rules: Rules) -> datetime:
    today = wall(at, rules.clinic.zone).date()
    return closing(clinic_day_after(today, rules.clinic), rules.clinic)


def in_order(cases: Iterable[TeamCase]) -> tuple[TeamCase, ...]:
    """Who waited for most meetings first, then the most severe, then what is due first."""
    return tuple(
        sorted(
            cases,
            key=lambda case: (
                -case.age,
                case.severity is None,
                case.severity or 0,
                case.due_at,
                case.joined_at,
                case.id,
            ),
        )
    )


def missing_seats(quorum: Quorum, present: Iterable[str]) -> tuple[str, ...]:
    """The seats that nobody fills, such as `psych/sw`."""
    there = set(present)
    return tuple("/".join(seat) for seat in quorum if not set(seat) & there)


def carries(votes: Mapping[str, Vote], leads: str) -> bool:
    """More for than against; whoever agrees with a concern agrees. In a tie the lead decides; no vote is no yes."""
    against = sum(vote == "disagree" for vote in votes.values())
    if against * 2 != len(votes):
        return against * 2 < len(votes)
    return votes.get(leads, "disagree") != "disagree"


def why_not(
    case: TeamCase,
    present: tuple[str, ...],
    votes: Mapping[str, Vote],
    rules: Rules,
    *,
    dissent: str | None = None,
    veto: str | None = None,
) -> str | None:
    """Why this cannot be recorded as it is, in the words of whoever keeps the minutes; None if it can."""
    return next(_objections(case, present, votes, rules, dissent, veto), None)


def _objections(
    case: TeamCase,
    present: tuple[str, ...],
    votes: Mapping[str, Vote],
    rules: Rules,
    dissent: str | None,
    veto: str | None,
) -> Iterator[str]:
    absent = sorted(set(votes) - set(present))
    if absent:
        yield f"{', '.join(absent)} voted, but the attendance does not name them"
    guests = sorted(set(votes) & set(rules.guests))
    if guests:
        yield f"{', '.join(guests)} may be heard, but has no vote"
    against = sorted(role for role, vote in votes.items() if vote == "disagree")
    if against and dissent is None:
        yield f"{', '.join(against)} disagrees: write down the dissent first"
    if veto is not None:
        yield from _objections_to_veto(present, rules, veto, dissent)
    else:
        yield from _objections_to_decision(case, present, votes, rules)


def cannot_be(case: TeamCase, outcome: str | None, *, plan: bool) -> str | None:
    """Why the case cannot come out like this; None if it can."""
    if case.outcomes and outcome not in case.outcomes:
        return f"{case.step} is decided as one of: {', '.join(case.outcomes)}"
    if plan and not case.plans:
        return f"{case.step} does not decide a care plan"
    return None


def _objections_to_decision(
    case: TeamCase, present: tuple[str, ...], votes: Mapping[str, Vote], rules: Rules
) -> Iterator[str]:
    missing = missing_seats(case.quorum, present)
    if missing:
        yield f"without {' and '.join(missing)} there is no quorum, so nothing can be decided"
    silent = missing_seats(case.quorum, votes)
    if silent:
        yield f"not yet said yes or no: {', '.join(silent)}"
    for role in case.held_by:
        if votes.get(role, "disagree") == "disagree":
            yield f"{role} held this back on safety grounds and has not agreed to go on"
    if not carries(votes, rules.leads):
        yield "there is no majority for it"


def _objections_to_veto(
    present: tuple[str, ...], rules: Rules, veto: str, reason: str | None
) -> Iterator[str]:
    """A veto needs no quorum and no majority: it only holds a step back."""
    if veto not in rules.may_veto:
        yield f"a safety veto is for {', '.join(rules.may_veto)}, not for {veto}"
    if veto not in present:
        yield f"{veto} cannot hold this back without being there"
    if reason is None:
        yield f"{veto} holds this back: write down the reason first"
