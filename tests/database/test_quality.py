"""Quality is counted as the clinic defines it, and what cannot be decided is neither a yes nor a no."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from database.pool import connect
from database.quality import figures
from database.quality.all import MEASURES
from database.quality.intervals import signal, wilson
from database.quality.load import load
from database.quality.measures import Window, behind, count, reached
from database.todo import Viewer
from engine.language import after, milestone, stage, wait
from engine.spans import days as span_days
from pathways.clinic import CLINIC
from tests.support.builders import pathway
from tests.support.patient import Patient
from tests.support.quality_rows import BEGAN, DAY, Rows
from web.console.periods import Quarter, quarter_named, quarter_of, weeks, window

HOUR = timedelta(hours=1)
LATER = datetime(2026, 7, 1, tzinfo=UTC)


def quarter(name: str = "2026-Q1", at: datetime = LATER, pathway: str | None = None) -> Window:
    return window(quarter_named(name, at, CLINIC), at, CLINIC, pathway)


@pytest.fixture
def rows(pool: asyncpg.Pool) -> Rows:
    return Rows(pool)


async def counted(rows: Rows, id: str, asked: Window) -> tuple[int, int, int]:
    found = await count(rows.pool, MEASURES[id], asked)
    assert found is not None
    return found.numerator, found.denominator, found.undecided


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662), (10, 10, 0.7225, 1.0)],
)
def test_the_interval_is_wilsons(numerator: int, denominator: int, low: float, high: float) -> None:
    assert wilson(numerator, denominator) == pytest.approx((low, high), abs=1e-4)


def test_nobody_counted_has_no_interval_and_no_share_is_above_one() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        wilson(3, 2)


@given(any_of.integers(1, 10_000).flatmap(lambda d: any_of.tuples(any_of.integers(0, d), any_of.just(d))))
def test_the_interval_holds_its_share(case: tuple[int, int]) -> None:
    interval = wilson(*case)

    assert interval is not None
    assert 0 <= interval[0] <= case[0] / case[1] + 1e-12
    assert case[0] / case[1] - 1e-12 <= interval[1] <= 1


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([], None),
        ([None, None], None),
        ([0.5] * 12, None),
        ([0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 0.2, *[0.6, 0.7] * 4], "shift"),
        ([0.1, 0.2, None, 0.3, 0.4, 0.5, 0.6], "trend"),
        ([0.6, 0.5, 0.4, 0.3, 0.2, 0.1], "trend"),
        ([0.1, 0.2, 0.3, 0.4, 0.5], None),
    ],
)
def test_a_run_is_more_than_chance_by_two_rules(shares: list[float | None], expected: str | None) -> None:
    assert signal(shares) == expected


def test_quarters_are_the_clinics() -> None:
    asked = window(Quarter(2026, 1), LATER, CLINIC, None)

    assert (asked.start.astimezone(UTC).date(), asked.until.astimezone(UTC).date()) == (
        asked.start.date(),
        asked.until.date(),
    )
    assert str(Quarter(2026, 1).back(1)) == "2025-Q4"
    # On 1 July, midnight UTC, it is still June at the clinic.
    named = [str(quarter_named(name, LATER, CLINIC)) for name in (None, "nonsense", "2031-Q1", "2025-Q3")]
    assert named == [str(quarter_of(LATER, CLINIC))] * 3 + ["2025-Q3"]
    assert len(weeks(LATER, CLINIC, 8)) == 9


async def test_without_cases_each_measure_says_so_and_none_is_zero(rows: Rows) -> None:
    found = {id: await count(rows.pool, one, quarter()) for id, one in MEASURES.items()}

    assert {(one.numerator, one.denominator, one.undecided) for one in found.values() if one} == {(0, 0, 0)}
    assert {id for id, one in found.items() if one is None} == {
        id for id, one in MEASURES.items() if one.missing
    }


async def test_triage_counts_by_its_deadline_and_what_still_runs_is_undecided(rows: Rows) -> None:
    for patient, done in (("a", DAY), ("b", 5 * DAY), ("c", None)):
        await rows.journey(patient)
        await rows.task(patient, "triage", BEGAN, 2 * DAY, done=done, outcome="accept" if done else None)

    assert await counted(rows, "QM01", quarter(at=BEGAN + DAY)) == (1, 2, 1)
    assert await counted(rows, "QM01", quarter()) == (1, 3, 0)
    assert await counted(rows, "QM01", quarter("2025-Q4")) == (0, 0, 0)
    assert await counted(rows, "QM01", quarter(pathway="other")) == (0, 0, 0)


async def test_nobody_under_18_and_nobody_who_died_or_moved_is_counted(rows: Rows) -> None:
    for patient, ending, born in (
        ("a", None, 1970),
        ("b", None, 2012),
        ("c", "died", 1970),
        ("d", "transferred", 1970),
    ):
        await rows.journey(patient, ending=ending)
        await rows.born(patient, born)
        await rows.task(patient, "triage", BEGAN, 2 * DAY, done=DAY)

    assert await counted(rows, "QM01", quarter()) == (1, 1, 0)


async def test_the_first_visit_counts_from_the_referral(rows: Rows) -> None:
    for patient, visit in (("a", 20), ("b", 40), ("c", None)):
        await rows.journey(patient)
        await rows.enrolled(patient, BEGAN)
        await rows.task(patient, "triage", BEGAN, 2 * DAY, done=DAY, outcome="accept")
        if visit:
            await rows.visit(patient, "physician_assessment", "physician", BEGAN + visit * DAY)

    assert await counted(rows, "QM02", quarter()) == (1, 3, 0)
    assert await counted(rows, "QM02", quarter(at=BEGAN + 29 * DAY)) == (1, 2, 1)


async def test_the_conference_counts_in_clinic_days_and_not_from_before_a_hold(rows: Rows) -> None:
    for patient, days in (("a", 30), ("b", 44), ("held", 44)):
        await rows.journey(patient)
        await rows.reached(patient, "ENR", BEGAN)
        await rows.reached(patient, "MDT0", BEGAN + days * DAY)
        await rows.form(patient, "baseline_packet", BEGAN + 20 * DAY, answered=BEGAN + (days - 4) * DAY)
    await rows.line("held", "event", "PutOnHold", BEGAN + 2 * DAY)
    await rows.form("b", "before_the_conference", BEGAN + 60 * DAY)

    assert await counted(rows, "QM04", quarter()) == (1, 2, 0)
    assert await counted(rows, "QM03", quarter()) == (3, 3, 0)


OUTCOME: list[tuple[str, dict[str, tuple[float, float | None]]]] = [
    ("better", {"peg": (8, 5), "psfs": (3, 5), "phq9": (12, 9)}),
    ("not", {"peg": (8, 7), "psfs": (3, 4), "phq9": (12, 11)}),
    ("silent", {"peg": (8, None), "psfs": (3, None), "phq9": (12, None)}),
    ("mild", {"peg": (3, 1), "phq9": (4, 1)}),
]


async def test_outcomes_compare_week_12_with_the_baseline_and_silence_is_undecided(rows: Rows) -> None:
    for patient, scores in OUTCOME:
        await rows.journey(patient)
        await rows.reached(patient, "START", BEGAN)
        for instrument, (first, last) in scores.items():
            await rows.score(patient, instrument, BEGAN - DAY, first)
            await rows.score(patient, instrument, BEGAN + 84 * DAY, last)
    await rows.form("better", "week_12_packet", BEGAN + 84 * DAY, answered=BEGAN + 84 * DAY)

    found = {id: await counted(rows, id, quarter()) for id in ("QM08", "QM18", "QM19", "QM20", "QM21")}

    assert found == {
        "QM08": (1, 4, 0),
        "QM18": (1, 2, 1),
        "QM19": (1, 2, 1),
        "QM20": (1, 2, 1),
        "QM21": (1, 3, 1),
    }


async def test_procedures_count_what_followed_them(rows: Rows) -> None:
    for patient in ("a", "b"):
        await rows.journey(patient)
        await rows.visit(patient, "injection", "interventionalist", BEGAN)
    await rows.visit("a", "exercise_after_injection", "pt", BEGAN + 10 * DAY)
    await rows.form("a", "third_day_check", BEGAN + 4 * DAY, answered=BEGAN + 3 * DAY)
    await rows.task("b", "serious_complication", BEGAN + HOUR, HOUR, done=HOUR)

    found = {id: await counted(rows, id, quarter()) for id in ("QM15", "QM16", "QM25")}

    assert found == {"QM15": (1, 2, 0), "QM16": (1, 2, 0), "QM25": (1, 2, 0)}
    assert await counted(rows, "QM15", quarter(at=BEGAN + 12 * DAY)) == (1, 1, 1)


async def test_alerts_texts_and_scores_of_a_quarter(rows: Rows) -> None:
    for patient in ("a", "b", "c"):
        await rows.journey(patient)
        await rows.enrolled(patient, BEGAN - 90 * DAY)
        await rows.score(patient, "experience", BEGAN, 9 if patient == "a" else 6)
    for patient, outcome, took in (
        ("a", "reached", HOUR),
        ("b", "reached", 9 * HOUR),
        ("c", "false_alarm", HOUR),
    ):
        await rows.task(
            patient, "call_about_some_thoughts", BEGAN, 4 * HOUR, done=took, outcome=outcome, severity="SEV2"
        )
    await rows.score("a", "phq9", BEGAN, 15)
    await rows.visit("a", "psychology_assessment", "psych", BEGAN + 7 * DAY)
    await rows.score("b", "sows", BEGAN, 25)
    await rows.score("c", "sows", BEGAN, None)
    await rows.prompt("a", BEGAN)
    await rows.born("a", 1970)
    await rows.pool.execute("insert into consent values ('a', 'sms', false, 'text', $1)", BEGAN + HOUR)
    await rows.prompt("b", BEGAN)

    ids = ("QM10", "QM11", "QM09", "QM29", "QM31", "QM32", "QM34")
    found = {id: await counted(rows, id, quarter(at=BEGAN + 70 * DAY)) for id in ids}

    assert found == {
        "QM10": (1, 2, 0),
        "QM11": (1, 1, 0),
        "QM09": (3, 3, 0),
        "QM29": (1, 1, 0),
        "QM31": (1, 2, 0),
        "QM32": (3, 3, 0),
        "QM34": (1, 3, 0),
    }


async def test_behind_a_measure_stand_only_patients_whom_one_may_see(rows: Rows, database_url: str) -> None:
    for patient, done in (("a", DAY), ("b", 5 * DAY)):
        await rows.journey(patient)
        await rows.task(patient, "triage", BEGAN, 2 * DAY, done=done, role="pt" if patient == "a" else "ops")

    async with await connect(database_url, "carepath_console") as console:
        found = [
            [(one.patient, one.met) for one in await behind(console, MEASURES["QM01"], quarter(), viewer, 10)]
            for viewer in (
                Viewer(account="maria", roles=("coordinator",)),
                Viewer(account="lena", roles=("pt",)),
                Viewer(account="otto", roles=("ops",)),
            )
        ]

    assert found == [[("b", False), ("a", True)], [("a", True)], []]


async def test_waits_have_their_median_and_count_who_still_waits(rows: Rows) -> None:
    for patient, days in (("a", 2), ("b", 4), ("c", 30)):
        await rows.journey(patient, stage="assessment")
        await rows.stage(patient, "intake", BEGAN)
        await rows.stage(patient, "assessment", BEGAN + days * DAY)
    await rows.journey("d", stage="intake")
    await rows.stage("d", "intake", BEGAN)

    found = await figures.waits(rows.pool, quarter(at=BEGAN + 40 * DAY))

    assert [(one.stage, one.onward, one.ended, one.median, one.open, one.oldest) for one in found] == [
        ("intake", "assessment", 3, 4 * DAY, 0, None),
        ("intake", None, 0, None, 1, 40 * DAY),
        ("assessment", None, 0, None, 3, 38 * DAY),
    ]


async def test_texts_answers_and_alerts_are_counted_against_their_clocks(rows: Rows) -> None:
    await rows.journey("a")
    await rows.prompt("a", BEGAN)
    await rows.prompt("a", BEGAN + DAY, after=HOUR)
    await rows.prompt("a", BEGAN + 2 * DAY, state="failed")
    await rows.form("a", "one", BEGAN, answered=BEGAN - DAY, instruments=("peg", "phq9"))
    await rows.form("a", "two", BEGAN, answered=BEGAN + DAY)
    await rows.form("a", "three", BEGAN)
    await rows.task("a", "x", BEGAN, 4 * HOUR, done=HOUR, severity="SEV2")
    await rows.task("a", "y", BEGAN + DAY, 4 * HOUR, done=9 * HOUR, severity="SEV2")
    await rows.task("a", "z", BEGAN + 3 * DAY, 4 * HOUR, severity="SEV3")
    asked = quarter(at=BEGAN + 3 * DAY + HOUR)

    sent, answered = await figures.prompts(rows.pool, asked), await figures.responses(rows.pool, asked)
    alerts = await figures.alerts(rows.pool, asked)

    assert [(one.urgency, one.on_time, one.late, one.failed) for one in sent] == [("routine", 1, 1, 1)]
    assert [(one.instrument, one.in_time, one.late, one.open) for one in answered] == [
        ("peg", 1, 1, 1),
        ("phq9", 1, 0, 0),
    ]
    assert [(one.severity, one.in_time, one.late, one.undecided, one.settled) for one in alerts] == [
        ("SEV2", 1, 1, 0, 5 * HOUR),
        ("SEV3", 0, 0, 1, None),
    ]


async def test_load_is_told_by_role_and_week(rows: Rows) -> None:
    await rows.journey("a")
    await rows.task("a", "late", BEGAN - 5 * DAY, DAY)
    await rows.task("a", "today", BEGAN, HOUR)
    await rows.visit("a", "talk", "psych", BEGAN + 8 * DAY, "booked")
    await rows.form("a", "one", BEGAN + 15 * DAY)
    await rows.form("a", "far", BEGAN + 100 * DAY)

    found = await load(rows.pool, weeks(BEGAN, CLINIC, 8), None)

    assert [(one.role, one.kind, one.late, one.weeks) for one in found] == [
        ("coordinator", "tasks", 1, (1, 0, 0, 0, 0, 0, 0, 0)),
        ("patients", "forms", 0, (0, 0, 1, 0, 0, 0, 0, 0)),
        ("psych", "visits", 0, (0, 1, 0, 0, 0, 0, 0, 0)),
    ]
    assert await load(rows.pool, weeks(BEGAN, CLINIC, 8), "other") == ()


def test_stages_and_milestones_are_noted_in_the_words_that_are_looked_for() -> None:
    patient = Patient(
        pathway(stage("care", milestone("START"), wait("long", after("START", span_days(500)))))
    )

    assert {(note.step, note.text) for note in patient.notes} >= {
        ("care", "the stage care begins"),
        ("START", "done: START reached"),
    }


async def test_months_among_three_thousand_patients_are_found_by_their_indexes(rows: Rows) -> None:
    """Were one of these indexes gone, the page would read all that ever happened."""
    await rows.pool.execute("insert into patient (id) select 'p-' || n from generate_series(1, 3000) as n")
    await rows.pool.execute(
        "insert into journal (patient, number, at, journey, kind, what, step, body)"
        " select 'p-' || p, n, now(), 'j', 'note', 'x', 'y', '{}' from generate_series(1, 3000) as p, generate_series(1, 10) as n"
    )
    planned = {}
    for what, sql in {
        "journal_passages": reached("MDT0").removeprefix("(").removesuffix(")"),
        "journal_events": "select journey from journal where kind = 'event' and what = 'Enrolled'",
    }.items():
        plan = await rows.pool.fetch(f"explain {sql}")
        planned[what] = any(what in line[0] for line in plan)

    assert planned == {"journal_passages": True, "journal_events": True}
