"""What a simulation found, as numbers for machines and as tables for people."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles

from commandline.population import FIRST_DAY
from commandline.tally import Tally, never_opened
from engine.words import Pathway


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything but the time it took: the same for the same seed."""

    pathway: str
    patients: int
    days: int
    patient_years: float
    events: int
    messages_per_patient_week: Mapping[str, Mapping[str, float]]
    messages_by_template: Mapping[str, int]
    messages_not_said: int
    texts_in_quiet_hours: Mapping[str, int]
    texts_over_the_caps: Mapping[str, int]
    tasks_per_day: Mapping[str, float]
    visits_per_week: Mapping[str, float]
    no_shows: int
    alerts: Mapping[str, int]
    stage_days: Mapping[str, Mapping[str, float]]
    endings: Mapping[str, int]
    never_opened: tuple[str, ...]
    stuck: tuple[str, ...]
    faults: tuple[str, ...]


def figures_of(pathway: Pathway, tally: Tally, until: datetime) -> Figures:
    days = (until - FIRST_DAY).days
    stages = (stage.name for stage in pathway.stages if stage.name in tally.stages)
    return Figures(
        pathway=pathway.name,
        patients=tally.patients,
        days=days,
        patient_years=round(tally.days / 365.25, 1),
        events=tally.events,
        messages_per_patient_week={
            urgency: {"median": _at(weeks, 0.5), "p90": _at(weeks, 0.9), "max": max(weeks)}
            for urgency, weeks in tally.weeks_with.items()
        },
        messages_by_template=dict(tally.templates.most_common()),
        messages_not_said=tally.not_said,
        texts_in_quiet_hours=dict(sorted(tally.at_night.items())),
        texts_over_the_caps={
            "beyond_four_in_seven_days": tally.over_the_week,
            "beyond_two_a_day": tally.over_the_day,
            "patients_concerned": tally.patients_over,
        },
        tasks_per_day=_per(tally.tasks, days),
        visits_per_week=_per(tally.visits, days / 7),
        no_shows=tally.no_shows,
        alerts=dict(sorted(tally.alerts.items())),
        stage_days={name: _lengths(tally.stages[name]) for name in stages},
        endings=dict(tally.endings.most_common()),
        never_opened=never_opened(pathway, tally),
        stuck=tuple(tally.stuck),
        faults=tuple(tally.faults),
    )


def _per(counted: Mapping[tuple[str, int], int], spans: float) -> dict[str, float]:
    by_role: Counter[str] = Counter()
    for (role, _), count in counted.items():
        by_role[role] += count
    return {role: round(count / spans, 2) for role, count in by_role.most_common()}


def _at(weeks: Mapping[int, int], share: float) -> int:
    """The smallest number that this share of the weeks does not exceed."""
    wanted, seen = share * sum(weeks.values()), 0
    for number in sorted(weeks):
        seen += weeks[number]
        if seen >= wanted:
            return number
    return max(weeks)


def _lengths(days: list[float]) -> dict[str, float]:
    p90 = quantiles(days, n=10)[-1] if len(days) > 1 else days[0]
    return {"times": len(days), "median": round(median(days), 1), "p90": round(p90, 1)}


def show(figures: Figures, speed: Mapping[str, float], folder: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(
        f"{figures.patients} patients of {figures.pathway}, {figures.patient_years} patient-years, "
        f"{figures.events} events"
    )
    for title, columns, rows in _tables(figures):
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column()
        for column in columns:
            table.add_column(column, justify="right")
        for row in rows:
            table.add_row(*row)
        console.print(f"\n[bold]{title}[/]")
        console.print(table)
    console.print()
    for line in _judgement(figures):
        console.print(line)
    console.print(
        f"{speed['patient_years_per_second_and_core']} patient-years and "
        f"{speed['events_per_second_and_core']} events per second and core; {speed['seconds']} s in all"
    )
    console.print(f"Plots and summary.json: {folder}")


def _tables(figures: Figures) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    yield (
        "Messages to one patient in a week",
        ("median", "p90", "most"),
        _wide(figures.messages_per_patient_week),
    )
    yield "Tasks a day", ("tasks",), _narrow(figures.tasks_per_day)
    yield "Visits a week", ("visits",), _narrow(figures.visits_per_week)
    yield "Days in each stage", ("times", "median", "p90"), _wide(figures.stage_days)
    yield "Alerts", ("raised",), _narrow(figures.alerts)
    yield "How it ended", ("patients",), _narrow(figures.endings)
    beyond = figures.texts_over_the_caps
    yield "Texts beyond the caps", ("count",), _narrow(beyond)


def _wide(of: Mapping[str, Mapping[str, float]]) -> list[tuple[str, ...]]:
    return [(_said(name), *map(str, values.values())) for name, values in of.items()]


def _narrow(of: Mapping[str, float]) -> list[tuple[str, ...]]:
    return [(_said(name), str(value)) for name, value in of.items()]


def _said(name: str) -> str:
    return name.replace("_", " ")


def _judgement(figures: Figures) -> Iterator[str]:
    dead = figures.never_opened
    yield f"{len(dead)} steps were never opened: {', '.join(dead[:8])}{' ... (see summary.json)' if len(dead) > 8 else ''}"
    for found, what in ((figures.stuck, "patients with nothing ahead"), (figures.faults, "faults")):
        color = "red" if found else "green"
        yield f"[{color}]{len(found)} {what}[/] {'; '.join(found[:3])}".rstrip()
