"""Quality: the clinic's measures with their intervals, and how it keeps up; each number leads to whom it counts."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Response
from markupsafe import Markup

from database.quality import figures
from database.quality.all import MEASURES
from database.quality.intervals import signal, wilson
from database.quality.load import WEEKS, load
from database.quality.measures import Counted, Measure, Window, behind, by_language, count
from database.versions import versions
from engine.zones import wall
from pathways.clinic import CLINIC
from web.console.asked import Asked
from web.console.csv_files import csv_of
from web.console.periods import QUARTERS, Quarter, quarter_named, quarter_of, weeks, window
from web.console.rules import CARE, Route, Rule, may
from web.console.rules import CLINIC as OF_CLINIC
from web.console.share_plots import bars, run_chart, share
from web.console.today import viewer

ADDRESS = "/console/quality"
KINDS = ("process", "outcome", "balance", "equity", "experience")
BEHIND = Rule(roles=CARE, about="patients")
AT_MOST, FEW = 500, 11
"""Of a group smaller than FEW nothing is told: it could be found out who they are."""
_ASKED_AGAIN = ("QM18", "QM19", "QM20", "QM21", "QM22")


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as it is shown: `rate` and `interval` are None where there is no case."""

    measure: Measure
    counted: Counted | None
    rate: float | None
    interval: tuple[float, float] | None

    @property
    def rate_said(self) -> str:
        if self.rate is None:
            return ""
        return f"{self.rate:.0%}" if self.measure.per == 100 else f"{self.rate * self.measure.per:.1f}"

    @property
    def interval_said(self) -> str:
        if self.interval is None:
            return ""
        low, high = (bound * self.measure.per for bound in self.interval)
        return f"{low:.0f} to {high:.0f}" if self.measure.per == 100 else f"{low:.1f} to {high:.1f}"

    @property
    def all_asked(self) -> str | None:
        """With those who did not answer counted as not better."""
        counted = self.counted
        if self.measure.id not in _ASKED_AGAIN or counted is None or not counted.undecided:
            return None
        everybody = counted.denominator + counted.undecided
        return f"{counted.numerator / everybody:.0%} of all {everybody}"

    @property
    def plot(self) -> Markup:
        if self.rate is None or self.interval is None:
            return Markup()
        return share(
            self.interval[0], self.rate, self.interval[1], f"{self.rate_said}, from {self.interval_said}"
        )


def line(measure: Measure, counted: Counted | None) -> Line:
    if counted is None or counted.denominator == 0:
        return Line(measure, counted, None, None)
    interval = wilson(counted.numerator, counted.denominator)
    return Line(measure, counted, counted.numerator / counted.denominator, interval)


@dataclass(frozen=True, slots=True)
class _Asked:
    quarter: Quarter
    pathway: str | None
    window: Window

    @property
    def query(self) -> str:
        return f"period={self.quarter}" + (f"&pathway={self.pathway}" if self.pathway else "")


async def quality(asked: Asked) -> Response:
    pool, wanted = asked.tools.pool, await _wanted(asked)
    lines = [line(one, await count(pool, one, wanted.window)) for one in MEASURES.values()]
    ahead = weeks(asked.now, CLINIC, WEEKS)
    loads = await load(pool, ahead, wanted.pathway)
    asked.about = wanted.query
    return asked.page(
        "quality.html",
        wanted=wanted,
        kinds=[(kind, [one for one in lines if one.measure.kind == kind]) for kind in KINDS],
        waits=await figures.waits(pool, wanted.window),
        prompts=await figures.prompts(pool, wanted.window),
        responses=await figures.responses(pool, wanted.window),
        alerts=await figures.alerts(pool, wanted.window),
        loads=loads,
        weeks=_week_names(ahead),
        plot=bars(
            ["late", *_week_names(ahead)],
            [
                sum(one.late for one in loads),
                *(sum(one.weeks[week] for one in loads) for week in range(WEEKS)),
            ],
            "What is open and ahead for all roles, by week",
        ),
        may_see_whom=may(BEHIND, asked.staff.roles),
        quarters=[quarter_of(asked.now, CLINIC).back(number) for number in range(QUARTERS)],
        pathways=sorted({one.name for one in await versions(pool)}),
        at=asked.now,
    )


async def measure(asked: Asked) -> Response:
    """One measure: eight quarters of it, by language, and whom it counts."""
    found = MEASURES.get(asked.request.path_params["id"])
    if found is None or not found.rows:
        return asked.page("nowhere.html", 404)
    pool, wanted = asked.tools.pool, await _wanted(asked)
    quarters = [wanted.quarter.back(number) for number in range(QUARTERS - 1, -1, -1)]
    lines = [
        line(found, await count(pool, found, window(one, asked.now, CLINIC, wanted.pathway)))
        for one in quarters
    ]
    whom = await behind(pool, found, wanted.window, viewer(asked), AT_MOST)
    asked.shows([one.patient for one in whom])
    asked.about = f"{found.id} {wanted.query}"
    return asked.page(
        "measure.html",
        wanted=wanted,
        line=lines[-1],
        plot=run_chart(
            [str(one) for one in quarters],
            [one.rate for one in lines],
            [one.interval for one in lines],
            f"{found.title}, by quarter",
        ),
        lines=list(zip(quarters, lines, strict=True)),
        signal=signal([one.rate for one in lines]),
        languages=[(name, line(found, one)) for name, one in await by_language(pool, found, wanted.window)],
        few=FEW,
        whom=whom,
        more=len(whom) == AT_MOST,
    )


async def table(asked: Asked) -> Response:
    """One table of the page, with raw numbers."""
    pool, wanted, what = asked.tools.pool, await _wanted(asked), asked.request.path_params["table"]
    asked.about = f"{what} {wanted.query}"
    match what:
        case "measures":
            lines = [line(one, await count(pool, one, wanted.window)) for one in MEASURES.values()]
            return csv_of(f"measures-{wanted.quarter}.csv", _HEAD, (_cells(one) for one in lines))
        case "load":
            ahead = weeks(asked.now, CLINIC, WEEKS)
            rows = [
                (one.role, one.kind, one.late, *one.weeks) for one in await load(pool, ahead, wanted.pathway)
            ]
            return csv_of("load.csv", ("role", "kind", "late", *_week_names(ahead)), rows)
        case "waits" | "prompts" | "responses" | "alerts":
            told = await figures.TABLES[what](pool, wanted.window)
            return csv_of(f"{what}-{wanted.quarter}.csv", *figures.as_table(told))
        case _:
            return asked.page("nowhere.html", 404)


async def whom_csv(asked: Asked) -> Response:
    found = MEASURES.get(asked.request.path_params["id"])
    if found is None or not found.rows:
        return asked.page("nowhere.html", 404)
    wanted = await _wanted(asked)
    whom = await behind(asked.tools.pool, found, wanted.window, viewer(asked), 100_000)
    asked.shows([one.patient for one in whom])
    asked.about = f"csv {found.id} {wanted.query}"
    rows = ((one.patient, one.name, one.journey, one.at, _met(one.met)) for one in whom)
    return csv_of(f"{found.id}-{wanted.quarter}.csv", ("patient", "name", "journey", "at", "met"), rows)


async def _wanted(asked: Asked) -> _Asked:
    quarter = quarter_named(asked.query.get("period"), asked.now, CLINIC)
    known = {one.name for one in await versions(asked.tools.pool)}
    named = asked.query.get("pathway")
    pathway = named if named in known else None
    return _Asked(quarter, pathway, window(quarter, asked.now, CLINIC, pathway))


def _week_names(ahead: list[datetime]) -> list[str]:
    """Each by the day on which it begins."""
    later = (wall(at, CLINIC.zone) for at in ahead[1:-1])
    return ["this week", *(f"{at.day} {at:%b}" for at in later)]


def _met(met: bool | None) -> str:  # noqa: FBT001  (undecided is neither)
    return "undecided" if met is None else "yes" if met else "no"


_HEAD = (
    *(
        "id",
        "kind",
        "measure",
        "numerator",
        "denominator",
        "better",
        "n",
        "d",
        "rate",
        "low",
        "high",
        "undecided",
    ),
    "why not",
)


def _cells(one: Line) -> tuple[object, ...]:
    counted, interval = one.counted, one.interval or (None, None)
    numbers = (
        (None, None, None, None, None, None)
        if counted is None
        else (counted.numerator, counted.denominator, one.rate, *interval, counted.undecided)
    )
    of = one.measure
    return (of.id, of.kind, of.title, of.numerator, of.denominator, of.better, *numbers, of.missing)


ROUTES = (
    Route(method="GET", path=ADDRESS, rule=OF_CLINIC, answer=quality),
    Route(method="GET", path=f"{ADDRESS}/{{table}}.csv", rule=OF_CLINIC, answer=table),
    Route(method="GET", path=f"{ADDRESS}/measures/{{id}}.csv", rule=BEHIND, answer=whom_csv),
    Route(method="GET", path=f"{ADDRESS}/measures/{{id}}", rule=BEHIND, answer=measure),
)
