"""What is true of every pathway and every life: random ones, the same at every run of the CI profile."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.check import check
from engine.commands import Command, MoveDue, OpenTask, RequestQuestionnaire, SendMessage
from engine.decide import decide, wake_at
from engine.events import Answered, EventRefused, FactsRecorded, TimePassed
from engine.faults import Kind
from engine.index import index_of
from engine.journey import Journey, to_json
from engine.turn import NO_MORE_WORDS
from engine.words import Wait
from tests.support.faultless import CATALOGUE
from tests.support.generated import a_careful_life, a_life

# At every run the same lives, which all tests here share; by hand, with another profile, any others.
LIVES = st.integers(0, 80 if settings().derandomize else 2**32)
QUICK = settings(max_examples=60, deadline=None)

LEADS_NOWHERE: frozenset[Kind] = frozenset({
    "duplicate_name", "unknown_step", "unknown_stage", "unknown_anchor", "no_exit", "open_end", "endless_circle",
    "instant_circle", "endless_repeat", "no_rhythm", "waits_for_what_comes_later", "counts_back_too_late",
    "unchosen_therapy", "no_therapies", "undelivered_plan", "nothing_to_deliver",
})  # fmt: skip


@given(LIVES)
@QUICK
def test_the_same_events_bring_the_same_decisions_to_the_byte(seed: int) -> None:
    """And so they do although the first time the journey was written to JSON and read back after each event."""
    life = a_life(seed)
    journey = Journey(id="j1", pathway=life.pathway.name)
    for lived in life.lived:
        if lived.decision is not None:
            decision = decide(life.pathway, journey, lived.event)
            assert decision == lived.decision
            assert to_json(decision.journey) == to_json(lived.decision.journey)
            journey = decision.journey


@given(LIVES)
@QUICK
def test_an_active_journey_always_waits_for_a_moment(seed: int) -> None:
    life = a_life(seed)
    for lived in life.lived:
        if lived.decision is not None and lived.decision.journey.status == "active":
            assert wake_at(life.pathway, lived.decision.journey) is not None


@given(LIVES)
@QUICK
def test_after_a_decision_the_next_moment_lies_ahead(seed: int) -> None:
    life = a_life(seed)
    heard = {""}
    for lived in life.lived:
        is_new = getattr(lived.event, "id", "time") not in heard
        heard.add(getattr(lived.event, "id", ""))
        if lived.decision is not None and is_new:
            wake = wake_at(life.pathway, lived.decision.journey)
            assert wake is None or wake.at > lived.event.at


@given(LIVES)
@QUICK
def test_a_moment_that_comes_always_changes_something(seed: int) -> None:
    life = a_life(seed)
    for lived in life.lived[::3]:
        wake = None if lived.decision is None else wake_at(life.pathway, lived.decision.journey)
        if wake is not None and lived.decision is not None:
            later = decide(life.pathway, lived.decision.journey, TimePassed(at=wake.at))
            assert later.journey != lived.decision.journey


@given(LIVES, st.integers(1, 99))
@QUICK
def test_before_the_next_moment_time_alone_changes_nothing(seed: int, percent: int) -> None:
    """So it does not matter in how many steps a host lets time pass."""
    life = a_life(seed)
    for lived in life.lived[::3]:
        wake = None if lived.decision is None else wake_at(life.pathway, lived.decision.journey)
        if wake is not None and lived.decision is not None:
            between = lived.event.at + (wake.at - lived.event.at) * percent / 100
            early = decide(
                life.pathway,
                lived.decision.journey,
                TimePassed(at=min(between, wake.at - timedelta.resolution)),
            )
            assert (early.journey, early.commands) == (lived.decision.journey, ())


@given(LIVES)
@QUICK
def test_no_command_key_comes_twice_in_a_life(seed: int) -> None:
    life = a_life(seed)
    keys = [command.key for command in life.commands]

    assert len(set(keys)) == len(keys)


@given(LIVES)
@QUICK
def test_each_occurrence_of_a_form_is_asked_for_once(seed: int) -> None:
    life = a_life(seed)
    asked = [(c.key.step, c.key.occurrence) for c in life.commands if isinstance(c, RequestQuestionnaire)]

    assert len(set(asked)) == len(asked)


@given(LIVES)
@QUICK
def test_each_occurrence_of_a_task_is_opened_once(seed: int) -> None:
    life = a_life(seed)
    steps = {name for name, step in index_of(life.pathway).steps.items() if step.kind == "task"}
    opened = [
        (c.key.step, c.key.occurrence)
        for c in life.commands
        if isinstance(c, OpenTask) and c.key.step in steps
    ]

    assert len(set(opened)) == len(opened)


@given(LIVES)
@QUICK
def test_a_task_that_is_closed_was_open(seed: int) -> None:
    life = a_life(seed)
    opened: set[str] = set()
    for command in life.commands:
        if isinstance(command, OpenTask):
            opened.add(str(command.key))
        about = getattr(command, "task", None)
        assert about is None or about in opened


@given(LIVES)
@QUICK
def test_nothing_is_written_to_a_patient_who_withdrew_died_or_is_cared_for_elsewhere(seed: int) -> None:
    life = a_life(seed)
    for lived in life.lived:
        if lived.decision is not None and lived.before.ending in NO_MORE_WORDS:
            assert not [c for c in lived.decision.commands if _reaches_the_patient(c)]


def _reaches_the_patient(command: Command) -> bool:
    match command:
        case SendMessage():
            return command.to in ("patient", "caregiver")
        case RequestQuestionnaire():
            return command.by == "patient"
        case _:
            return False


@given(LIVES)
@QUICK
def test_nobody_is_phoned_after_a_death(seed: int) -> None:
    life = a_life(seed)
    for lived in life.lived:
        if lived.decision is not None and lived.before.ending == "died":
            assert not [c for c in lived.decision.commands if isinstance(c, OpenTask) and c.contact]


@given(LIVES)
@QUICK
def test_a_dangerous_answer_calls_for_a_person_in_every_state_but_death(seed: int) -> None:
    life = a_life(seed)
    for lived in life.lived:
        if lived.decision is None:
            continue
        answered = Answered(
            id="danger", at=lived.event.at, answers={"mood": {"m9": 1}}, finished=False, step=None
        )
        asked = decide(life.pathway, lived.decision.journey, answered).commands
        called = any(isinstance(c, OpenTask) and c.key.step == "self_harm_call" for c in asked)
        assert called is (lived.decision.journey.ending != "died")


@given(LIVES)
@QUICK
def test_an_event_that_was_refused_changed_nothing(seed: int) -> None:
    life = a_life(seed)
    for lived in life.lived:
        if lived.decision is None:
            before = to_json(lived.before)
            try:
                decide(life.pathway, lived.before, lived.event)
            except EventRefused:
                assert to_json(lived.before) == before
            else:
                raise AssertionError("it was refused before")


@given(LIVES, st.integers(0, 29))
@QUICK
def test_a_fact_that_nobody_reads_changes_nothing_else(seed: int, place: int) -> None:
    life = a_life(seed)
    # A wait looks at its condition whenever anything is new, and a day may have passed since.
    assume(
        not any(
            isinstance(step, Wait) and step.until is not None
            for step in index_of(life.pathway).steps.values()
        )
    )
    journey, with_fact = life.lived[0].before, life.lived[0].before
    for number, lived in enumerate(life.lived):
        if lived.decision is None:
            continue
        journey = lived.decision.journey
        decision = decide(life.pathway, with_fact, lived.event)
        assert decision.commands == lived.decision.commands
        with_fact = decision.journey
        if number == place:
            shoes = FactsRecorded(id="shoes", at=lived.event.at, facts={"shoe_size": 42})
            told = decide(life.pathway, with_fact, shoes)
            assert told.commands == ()
            with_fact = told.journey
    assert replace(with_fact, facts=journey.facts, heard=journey.heard) == journey


@given(LIVES)
@QUICK
def test_time_that_runs_backwards_changes_nothing(seed: int) -> None:
    life = a_life(seed)
    for lived in life.lived[::3]:
        if lived.decision is not None:
            earlier = decide(
                life.pathway, lived.decision.journey, TimePassed(at=lived.event.at - timedelta(days=9))
            )
            assert (earlier.journey, earlier.commands) == (lived.decision.journey, ())


@given(st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_a_pathway_that_check_accepts_never_gets_stuck(seed: int) -> None:
    life = a_careful_life(seed)
    assume(not any(fault.kind in LEADS_NOWHERE for fault in check(life.pathway, CATALOGUE)))
    life.goes_on(40, by_hand=False)

    assert [str(c.reason) for c in life.commands if isinstance(c, OpenTask) and c.key.step == "fault"] == []


@given(LIVES)
@QUICK
def test_no_due_time_changes_without_a_word_to_whoever_keeps_the_list(seed: int) -> None:
    """A task keeps the time that it was opened with, unless the world is told of another."""
    life = a_life(seed)
    for lived in life.lived:
        if lived.decision is None:
            continue
        told = {c.what: c.due_at for c in lived.decision.commands if isinstance(c, MoveDue)}
        for key, task in lived.decision.journey.tasks.items():
            was = lived.before.tasks.get(key)
            assert was is None or was.due_at == task.due_at or told[key] == task.due_at
