"""Histories of patients and conferences as Temporal wrote them down, kept to be replayed by the code of today.

    make record

records them anew. docs/architecture.md says when: never because a replay fails.
"""

import asyncio
import gzip
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from commandline.loading import load_pathway
from database.migrate import migrate
from database.pathways import keep_pathway
from database.pool import connect as connect_database
from engine.clinic import Clinic
from engine.events import (
    Died,
    Enrolled,
    PatientMoved,
    PutOnHold,
    Reported,
    Resumed,
    StepRepeated,
    StepSkipped,
    Withdrew,
)
from engine.language import ask, message, task
from engine.spans import days
from engine.words import Pathway
from stack.postgres import run_postgres
from stack.temporal import run_temporal
from tests.support.at_work import at_work
from tests.support.builders import DOCTOR, NURSE, PEG, TEXTS, care
from tests.support.clock import MONDAY, NEW_YORK, at
from tests.support.living import live, live_by_timers, skip_to, skipping_server
from tests.support.real_stories import STORIES, happenings, in_2037
from tests.support.teams import CUT_OFF, MEETS, NEXT_WEEK, TALK, THURSDAY, a_team
from workflows.conference import CaseConferenceWorkflow
from workflows.conference_door import series_id
from workflows.connection import connect, converter, register_search_attributes
from workflows.door import Door, Refused, workflow_id
from workflows.known import learn
from workflows.memory import Enrolment, PatientMemory
from workflows.patient import PatientWorkflow

FOLDER = Path(__file__).parents[1] / "workflows/histories"
SECRET = b"recorded for tests, of nobody..."
CONDUCTED: Mapping[str, int] = {"smooth": 100}
"""By story, after how many events a run hands on."""
BY_TIMERS: Mapping[str, int] = {"withdraws": 4, "silent": 60}
CHANGES = care(
    message("hello", "stop_confirm"),
    ask("how_are_you", PEG, within=days(3), template=None),
    task("look_at_it", NURSE, within=days(2), outcomes={"fine": (), "not_fine": ()}),
    task("look_again", NURSE, within=days(9)),
)
TEAM, TEAM_BY_TIMERS = "team", "team_by_timers"


@dataclass(frozen=True)
class Recorded:
    """Every run of some workflows, the older first, and the pathways of their patients."""

    pathways: tuple[Pathway, ...]
    runs: tuple[WorkflowHistory, ...]


def read(file: Path) -> Recorded:
    kept = json.loads(gzip.decompress(file.read_bytes()))
    return Recorded(
        pathways=tuple(Pathway.model_validate(one) for one in kept["pathways"]),
        runs=tuple(WorkflowHistory.from_json(one["id"], one["history"]) for one in kept["runs"]),
    )


async def replayed(recorded: Recorded, engine: type[PatientWorkflow]) -> list[str]:
    """What went wrong, a line for each run that this engine does not go on with."""
    for pathway in recorded.pathways:
        learn(pathway)
    replayer = Replayer(
        workflows=[engine, CaseConferenceWorkflow],
        data_converter=converter([SECRET]),
        workflow_runner=UnsandboxedWorkflowRunner(),
        debug_mode=True,
    )
    return [
        f"{run.workflow_id}: {failure}"
        for run in recorded.runs
        if (failure := (await replayer.replay_workflow(run, raise_on_replay_failure=False)).replay_failure)
    ]


def _write(name: str, pathways: Sequence[Pathway], runs: Sequence[WorkflowHistory]) -> None:
    kept = {
        "pathways": [one.model_dump(mode="json") for one in pathways],
        "runs": [{"id": run.workflow_id, "history": run.to_json_dict()} for run in runs],
    }
    packed = gzip.compress(json.dumps(kept, separators=(",", ":")).encode(), mtime=0)
    (FOLDER / f"{name}.json.gz").write_bytes(packed)
    sys.stdout.write(
        f"{name}: {len(runs)} runs, {sum(len(run.events) for run in runs)} events, {len(packed)} bytes\n"
    )


async def runs(client: Client, id: str) -> list[WorkflowHistory]:
    """From the first run to the present one."""
    latest = await client.get_workflow_handle(id).fetch_history()
    run: str = latest.events[0].workflow_execution_started_event_attributes.first_execution_run_id
    found = []
    while run:
        history = await client.get_workflow_handle(id, run_id=run).fetch_history()
        found.append(history)
        run = history.events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
    return found


async def _record_conducted(client: Client, pool: asyncpg.Pool) -> None:
    programme = load_pathway("chronic_pain")
    async with at_work(client, pool) as here:
        for name, events_per_run in CONDUCTED.items():
            await live(here, happenings(_story(name), name), name, events_per_run)
            _write(name, [programme], await runs(client, workflow_id(f"p-{name}")))


async def _record_changes(client: Client, pool: asyncpg.Pool) -> None:
    """On hold and back, a step skipped and one repeated, another zone, a refusal, a death; hand-overs in between."""
    reference, journey = learn(CHANGES), "j-changes"
    async with pool.acquire() as connection:
        await keep_pathway(connection, CHANGES.name, reference.partition("@")[2], CHANGES, None)
    async with at_work(client, pool):
        door = Door(client, "p-changes")
        enrolled = Enrolled(id="e", at=at(MONDAY), zone=NEW_YORK, clinic=Clinic(), flags=(TEXTS,))
        await door.enrol(
            Enrolment(journey=journey, pathway=reference, event=enrolled),
            PatientMemory(patient=door.patient, clock=at(MONDAY), events_per_run=40),
        )
        happens = (
            Reported(id="fall", at=at("2026-03-02 10:00"), report="fall"),
            PutOnHold(
                id="hold", at=at("2026-03-03 10:00"), review_at=at("2026-03-05 10:00"), reason="hospital"
            ),
            Resumed(id="back", at=at("2026-03-06 10:00")),
            StepSkipped(id="skip", at=at("2026-03-07 10:00"), step="how_are_you", reason="asked_in_person"),
            PatientMoved(id="moved", at=at("2026-03-07 11:00"), zone="America/Los_Angeles"),
            StepRepeated(id="again", at=at("2026-03-07 12:00"), step="how_are_you", reason="asked_for"),
            Died(id="died", at=at("2026-03-09 10:00")),
        )
        for event in happens:
            receipt = await door.let_time_pass(event.at - timedelta(hours=1))
            while receipt.next_at is not None and receipt.next_at < event.at:
                receipt = await door.let_time_pass(receipt.next_at)
            await door.tell(journey, event)
        with suppress(Refused):
            await door.tell(journey, Resumed(id="late", at=at("2026-03-09 11:00")))
        _write("changes", [CHANGES], await runs(client, workflow_id(door.patient)))


async def _record_by_timers(pool: asyncpg.Pool) -> None:
    programme = load_pathway("chronic_pain")
    for name, events_per_run in BY_TIMERS.items():
        async with skipping_server(SECRET) as skipping, at_work(skipping.client, pool) as here:
            happened = happenings(in_2037(_story(name)), name)
            await live_by_timers(skipping, here, happened, name, events_per_run)
            _write(f"{name}_by_timers", [programme], await runs(here.client, workflow_id(f"p-{name}")))


async def _record_a_team(client: Client, pool: asyncpg.Pool) -> None:
    """One meeting without quorum, one that decides, and somebody who withdraws before it."""
    async with a_team(client, pool, at(THURSDAY), 60) as team:
        door, other = await team.joins(), await team.joins()
        await team.until(CUT_OFF)
        await team.until(MEETS)
        await team.meets(DOCTOR)
        await team.closes()
        await other.tell(f"j-{other.patient}", Withdrew(id="w", at=at("2026-03-04 10:00")))
        await other.take_turn()
        await team.until(NEXT_WEEK)
        await team.meets(DOCTOR, NURSE)
        await team.decides(door, "go_on")
        await team.closes()
        ids = [series_id(team.door.name), workflow_id(door.patient), workflow_id(other.patient)]
        _write(TEAM, [TALK], [run for id in ids for run in await runs(client, id)])


async def _record_a_team_by_timers(pool: asyncpg.Pool) -> None:
    """Nobody opens the meetings, and each is followed by the next."""
    async with skipping_server(SECRET) as skipping, a_team(skipping.client, pool, None, 60) as team:
        door = await team.joins()
        await skip_to(skipping, await skipping.get_current_time() + timedelta(days=16))
        ids = [series_id(team.door.name), workflow_id(door.patient)]
        _write(TEAM_BY_TIMERS, [TALK], [run for id in ids for run in await runs(team.client, id)])


def _story(name: str) -> str:
    (file,) = STORIES.rglob(f"{name}.txt")
    return file.read_text(encoding="utf-8")


async def record() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="carepath-record-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)  # root's Postgres runs as another user, who must get in
        postgres = await run_postgres(folder / "postgres", durable=False)
        temporal = await run_temporal(folder / "temporal")
        try:
            await migrate(postgres.url())
            client = await connect([SECRET], identity="test", address=temporal.address)
            await register_search_attributes(client)
            async with await connect_database(postgres.url()) as pool:
                await _record_conducted(client, pool)
                await _record_changes(client, pool)
                await _record_a_team(client, pool)
                await _record_by_timers(pool)
                await _record_a_team_by_timers(pool)
        finally:
            await temporal.stop()
            await postgres.stop()


if __name__ == "__main__":
    asyncio.run(record())
