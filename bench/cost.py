"""What a patient costs in a year: Temporal's events, bytes and billable actions, processor time, and Postgres' bytes.

python -m bench.cost --patients 8 --days 120 --events-per-run 100

carries made-up patients through so many days as the demo does, on servers of its own, and divides by the years for
which they were followed. Processor time does not depend on how busy the machine is.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import asyncpg
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from commandline.population import FIRST_DAY
from commandline.running import Stack
from tests.support.outages import SECRET, Life, lived
from workflows.connection import connect

YEAR = timedelta(days=365.25)
TICK = os.sysconf("SC_CLK_TCK")
BILLED: dict[int, str] = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: "starts and hand-overs",
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: "activities",
    EventType.EVENT_TYPE_TIMER_STARTED: "timers",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED: "signals",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: "updates",
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: "search attributes",
}
"""What Temporal's price list counts as one action each; a retry is one more."""
LOCAL = "core_local_activity"
CONDUCTED = ("let_time_pass", "take_turn")
"""In place of these there are timers where nobody conducts."""


@dataclass
class Used:
    """Seconds of processor time by part, and bytes by database."""

    seconds: dict[str, float]
    stored: dict[str, int]


@dataclass
class Counted:
    """All histories together, by kind of workflow; actions by what they are for."""

    runs: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    size: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    conducted: int = 0
    own_count: float = 0.0
    """The server's own count of actions, with queries and what it does for itself."""

    def add(self, kind: str, events: list[HistoryEvent], size: int) -> None:
        self.runs[kind] += 1
        self.events[kind] += len(events)
        self.size[kind] += size
        # All that is recorded within one workflow task is one action.
        self.actions["tasks that record"] += len(
            {
                event.marker_recorded_event_attributes.workflow_task_completed_event_id
                for event in events
                if event.marker_recorded_event_attributes.marker_name == LOCAL
            }
        )
        for event in events:
            if (what := BILLED.get(event.event_type)) is not None:
                self.actions[what] += 1
            self.actions["tried again"] += max(0, event.activity_task_started_event_attributes.attempt - 1)
            accepted = event.workflow_execution_update_accepted_event_attributes.accepted_request
            self.conducted += accepted.input.name in CONDUCTED


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--patients", type=int, default=8)
    asked.add_argument("--days", type=int, default=120)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--events-per-run", type=int, default=100, help="a run hands on after so many")
    wanted = asked.parse_args()
    life = Life(
        patients=wanted.patients, days=wanted.days, seed=wanted.seed, events_per_run=wanted.events_per_run
    )
    with tempfile.TemporaryDirectory(prefix="carepath-cost-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)  # root's Postgres runs as another user, who must get in
        for line in asyncio.run(_measured(Path(made), life)):
            sys.stdout.write(line + "\n")
    return 0


async def _measured(folder: Path, life: Life) -> list[str]:
    states: list[Used] = []
    counted, followed = Counted(), timedelta()

    async def before(stack: Stack) -> None:
        states.append(await _used(stack))

    async def after(stack: Stack) -> None:
        nonlocal followed
        states.append(await _used(stack))
        followed = await _followed(stack, life)
        await _count(stack, counted)

    await lived(folder / "life", life, before=before, after=after)
    return list(_table(life, followed / YEAR, counted, *states))


def _table(life: Life, years: float, counted: Counted, was: Used, now: Used) -> Iterator[str]:
    yield f"{life.patients} patients over {life.days} days: {years:.2f} patient-years"
    yield ""
    yield "| per patient-year | |"
    yield "|---|---|"
    for kind in sorted(counted.runs):
        yield f"| {kind}: runs | {counted.runs[kind] / years:,.0f} |"
        yield f"| {kind}: history events | {counted.events[kind] / years:,.0f} |"
        yield f"| {kind}: history bytes | {counted.size[kind] / years:,.0f} |"
    yield f"| billable actions | {counted.actions.total() / years:,.0f} |"
    for what, count in counted.actions.most_common():
        yield f"| of these {what} | {count / years:,.0f} |"
    yield f"| of the updates the conductor's own | {counted.conducted / years:,.0f} |"
    yield f"| actions by the server's own count | {counted.own_count / years:,.0f} |"
    for part, seconds in now.seconds.items():
        yield f"| CPU-seconds of {part} | {(seconds - was.seconds[part]) / years:.2f} |"
    for part, size in now.stored.items():
        yield f"| bytes in {part} | {(size - was.stored[part]) / years:,.0f} |"


async def _used(stack: Stack) -> Used:
    worker = stack.worker or await stack.start_worker()
    temporal = stack.folder / "temporal"
    connection = await asyncpg.connect(stack.database_url)
    try:
        await connection.execute("checkpoint")
        database: int = await connection.fetchval("select pg_database_size(current_database())")
    finally:
        await connection.close()
    return Used(
        seconds={
            "the worker": _seconds(worker.pid),
            "Temporal": _seconds(stack.temporal.process.pid),
            "Postgres": _seconds(stack.postgres.process.pid),
        },
        stored={
            "Postgres": database,
            "Temporal's file": sum(file.stat().st_size for file in temporal.glob("temporal.sqlite*")),
        },
    )


def _seconds(pid: int) -> float:
    """Of a process and all of its children, also those that have ended."""
    found = 0.0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended just now
        if int(entry.parent.name) == pid:
            found += sum(
                int(ticks) for ticks in fields[11:15]
            )  # its own, and of its children that have ended
        elif int(fields[1]) == pid:
            found += sum(int(ticks) for ticks in fields[11:13])
    return found / TICK


async def _followed(stack: Stack, life: Life) -> timedelta:
    """From each patient's referral to the end of the journey, or of the time that is played."""
    connection = await asyncpg.connect(stack.database_url)
    try:
        found: timedelta = await connection.fetchval(_FOLLOWED, FIRST_DAY + timedelta(days=life.days))
    finally:
        await connection.close()
    return found


async def _count(stack: Stack, counted: Counted) -> None:
    client = await connect([SECRET], identity="bench", address=stack.temporal.address)
    async for kind, events, size in _histories(client):
        counted.add(kind, events, size)
    url = f"http://127.0.0.1:{stack.temporal.metrics_port}/metrics"
    with await asyncio.to_thread(urllib.request.urlopen, url) as answer:
        lines = answer.read().decode().splitlines()
    counted.own_count = sum(
        float(line.rpartition(" ")[2]) for line in lines if line.startswith(("action{", "action_total{"))
    )


async def _histories(client: Client) -> AsyncIterator[tuple[str, list[HistoryEvent], int]]:
    async for run in client.list_workflows("WorkflowType IN ('Patient', 'CaseConference')"):
        handle = client.get_workflow_handle(run.id, run_id=run.run_id)
        described = await handle.describe()
        events = [event async for event in handle.fetch_history_events()]
        yield run.workflow_type, events, described.raw_info.history_size_bytes


_FOLLOWED = """
select sum(least(coalesce(ended, $1), $1) - began) from (
  select min(at) as began, max(at) filter (where j.status = 'ended') as ended
  from journal join journey j on j.id = journal.journey group by journal.patient
) one
"""

if __name__ == "__main__":
    sys.exit(main())
