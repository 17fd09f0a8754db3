"""The console over a large record: how long each page takes to come over HTTP, and how many bytes it is.

nice python -m bench.console --patients 100000 --lines 3000000 --times 40

fills a Postgres of its own with made-up patients, the same at every run, and asks for each page as a browser would.
What it says of time holds for this machine with whatever else it does meanwhile.
"""

import argparse
import asyncio
import gzip
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import asyncpg

from commandline.loading import load_pathway
from database import sessions
from database.accounts import add_account
from database.migrate import migrate
from database.pathways import keep_pathway
from database.pool import connect
from engine import wire
from engine.commands import OpenTask
from engine.events import Enrolled
from engine.journey import to_json
from engine.publication import fingerprint
from pathways.clinic import CLINIC
from stack.postgres import run_postgres
from tests.support.browser import Browser
from tests.support.patient import Patient
from web.console.app import console
from web.console.asked import Tools
from web.console.feed import Feed
from web.console.passwords import Passwords, SecondFactor, digest
from web.console.written import written
from web.serving import served

NOW = datetime(2026, 3, 3, 15, tzinfo=UTC)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--patients", type=int, default=100_000)
    asked.add_argument("--lines", type=int, default=3_000_000)
    asked.add_argument("--times", type=int, default=40)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="carepath-console-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)  # root's Postgres runs as another user, who must get in
        asyncio.run(_run(folder, wanted.patients, wanted.lines, wanted.times))
    return 0


async def _run(folder: Path, patients: int, lines: int, times: int) -> None:
    server = await run_postgres(folder / "postgres", durable=False)
    try:
        url = server.url()
        await migrate(url)
        began = time.perf_counter()
        await _filled(url, patients, lines)
        _say(f"filled with {patients:,} patients and {lines:,} lines in {time.perf_counter() - began:.0f} s")
        async with (
            await connect(url, "carepath_console") as pool,
            served(console(_tools(pool)), 0) as address,
        ):
            await _asked(pool, address, patients, times)
    finally:
        await server.stop()


async def _asked(pool: asyncpg.Pool, address: str, patients: int, times: int) -> None:
    async with pool.acquire() as connection:
        await add_account(connection, "bench", ("med_director", "coordinator"), "no password opens this")
    await pool.execute("update account set one_time = false")
    await sessions.begin(pool, digest("bench"), "bench", whole=True)
    browser = Browser(address, {"carepath": "bench"})
    _say(f"{'page':34}{'p50 ms':>9}{'p95 ms':>9}{'kB':>8}{'gzip kB':>9}  (load {os.getloadavg()[0]:.1f})")
    for name, path in _pages(patients):
        took: list[float] = []
        size = packed = 0
        slow = name.startswith(("Quality", "measure"))
        for number in range(max(3, times // 10) if slow else times):
            began = time.perf_counter()
            page = await browser.get(path(number))
            took.append((time.perf_counter() - began) * 1000)
            if page.status != 200:
                raise AssertionError(f"{path(number)} answered {page.status}")
            size, packed = len(page.text), len(gzip.compress(page.text.encode()))
        _say(
            f"{name:34}{median(took):>9.0f}{quantiles(took, n=20, method='inclusive')[18]:>9.0f}"
            f"{size / 1000:>8.0f}{packed / 1000:>9.0f}"
        )


def _pages(patients: int) -> Iterator[tuple[str, Callable[[int], str]]]:
    def one(number: int) -> str:
        return f"p-{number * 7919 % patients + 1}"

    yield "Today, my roles", lambda n: "/console/today"
    yield "Today, all", lambda n: "/console/today?whose=all"
    yield "Patients, most urgent first", lambda n: "/console/patients"
    yield "Patients, by name", lambda n: "/console/patients?sort=name"
    yield "Patients, by words", lambda n: f"/console/patients?words=family{n}"
    yield "Patients, by stage and language", lambda n: "/console/patients?stage=active&language=es"
    yield "Patients, with late work", lambda n: "/console/patients?overdue=yes"
    yield "Patient", lambda n: f"/console/patients/{one(n)}"
    yield "Pathways", lambda n: "/console/pathways"
    yield "Quality", lambda n: "/console/quality?period=2026-Q1"
    yield "measure over eight quarters", lambda n: "/console/quality/measures/QM01?period=2026-Q1"


def _tools(pool: asyncpg.Pool) -> Tools:
    def nobody(*_: object) -> object:
        raise AssertionError("nothing is told to anybody here")

    return Tools(
        pool=pool,
        door=nobody,  # type: ignore[arg-type]  # pages are only read
        conference=nobody,  # type: ignore[arg-type]
        now=lambda: NOW,
        passwords=Passwords(),
        second=SecondFactor(b"s" * 32),
        pages=written(CLINIC),
        feed=Feed(pool),
    )


async def _filled(url: str, patients: int, lines: int) -> None:
    pathway = load_pathway("chronic_pain")
    print_ = fingerprint(pathway)
    patient = Patient(pathway)
    state = zlib.compress(to_json(patient.journey), 1)
    enrolled = wire.written(Enrolled(id="e", at=NOW, zone="America/New_York"))
    task = next(wire.written(one) for one in patient.commands if isinstance(one, OpenTask))
    known = (NOW, patients, lines, print_, state, enrolled, task)
    connection = await asyncpg.connect(url)
    try:
        await keep_pathway(connection, pathway.name, print_, pathway, None)
        for sql in _ROWS:
            used = [number for number in range(1, len(known) + 1) if f"${number}" in sql]
            for place, number in enumerate(used, 1):
                sql = sql.replace(f"${number}", f"@{place}")
            await connection.execute(sql.replace("@", "$"), *(known[number - 1] for number in used))
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


_ROWS = (
    """
    insert into patient (id, zone, language, status, next_at, next_because, recorded)
    select 'p-' || n, 'America/New_York', case when n % 8 = 0 then 'es' else 'en' end,
      (array['active', 'active', 'active', 'active', 'on_hold', 'ended'])[n % 6 + 1],
      case when n % 6 < 4 then $1::timestamptz + (n * 37 % 20000) * interval '1 minute' end, 'two_week_check_in is next', 0
    from generate_series(1, $2::int) as n
    """,
    """
    insert into person (patient, family, given, born_first, born_last)
    select 'p-' || n, 'Family' || n % 5000, array['Given' || n], date '1950-01-01' + n % 18000, date '1950-01-01' + n % 18000
    from generate_series(1, $2::int) as n
    """,
    """
    insert into journey (id, patient, pathway, fingerprint, status, stage, ending, state)
    select 'j-' || n, 'p-' || n, 'chronic_pain', $4::text,
      (array['active', 'active', 'active', 'active', 'on_hold', 'ended'])[n % 6 + 1],
      ('{referral,intake,assessment,team_review,plan,active,re_evaluation,maintenance}'::text[])[n * 31 % 8 + 1],
      case when n % 6 = 5 then 'discharged' end, $5::bytea
    from generate_series(1, $2::int) as n
    """,
    """
    insert into journal (patient, number, at, journey, kind, what, step, occurrence, body, reason)
    select 'p-' || patient, number, $1::timestamptz - interval '700 days' + (patient % 500) * interval '1 day' + number * interval '6 days',
      'j-' || patient,
      case when number = 1 then 'event' when number <= 9 then 'note' else 'command' end,
      case when number = 1 then 'Enrolled' when number <= 9 then 'the stage ' || stage || ' begins' else 'OpenTask' end,
      case when number = 1 then null when number <= 9 then stage else 'two_week_check_in' end, 1,
      case when number = 1 then $6::jsonb when number <= 9 then '{}' else $7::jsonb end, 'two_week_check_in is next'
    from generate_series(1, $2::int) as patient, generate_series(1, $3::int / $2::int) as number
      cross join lateral (select ('{referral,intake,assessment,team_review,plan,active,re_evaluation,maintenance}'::text[])[greatest(number, 2) - 1] as stage) as stages
    """,
    """
    insert into task (journey, key, patient, step, role, opened_at, due_at, severity, contact, outcomes, reason, state, outcome,
      accepted_at, ended_at)
    select 'j-' || p, step || '#' || t || '.1', 'p-' || p, step, (array['coordinator', 'physician', 'pt', 'psych', 'pharm'])[(p + t) % 5 + 1],
      opened, opened + interval '2 days', case when (p * 7 + t) % 40 = 0 then 'SEV2' end, false, '{done}', 'x',
      case when is_open then 'open' else 'done' end, case when is_open then null else 'accept' end,
      case when is_open then null else opened + interval '1 hour' end,
      case when is_open then null else opened + (p % 5) * interval '15 hours' end
    from generate_series(1, $2::int) as p, generate_series(1, 4) as t
      cross join lateral (select case t when 1 then 'triage' else 'check_in_call' end as step,
        $1::timestamptz - (p * 13 % 700) * interval '1 day' + t * interval '3 hours' as opened, t = 4 and p % 10 = 0 as is_open) as one
    """,
    """
    insert into questionnaire_request (journey, key, patient, step, occurrence, instruments, asked_of, opened_at, due_at, state, ended_at)
    select 'j-' || p, 'two_week_check_in#' || q, 'p-' || p, 'two_week_check_in', q, '{nrs_pain,peg}', 'patient', due - interval '5 days', due,
      case when q < 4 then 'answered' else 'open' end, case when q < 4 then due - (p % 7 - 2) * interval '1 day' end
    from generate_series(1, $2::int) as p, generate_series(1, 4) as q
      cross join lateral (select $1::timestamptz + ((q - 4) * 60 + p % 14) * interval '1 day' as due) as one
    """,
    """
    insert into score (patient, number, instrument, journey, at, status, value)
    select 'p-' || p, s, (array['peg', 'nrs_pain', 'phq9'])[s % 3 + 1], 'j-' || p, $1::timestamptz - (s * 40 + p % 30) * interval '1 day',
      'complete', (p * s) % 11 from generate_series(1, $2::int) as p, generate_series(1, 6) as s
    """,
    """
    insert into prompt (journey, key, patient, listener, at, templates, steps, urgency, other_channel, state, channel, ended_at)
    select 'j-' || p, 'two_week_check_in#' || m || '.1', 'p-' || p, 'patient', at, '{form_due}', '{two_week_check_in}', 'routine', false,
      'sent', 'sms', at + interval '1 minute' from generate_series(1, $2::int) as p, generate_series(1, 5) as m
      cross join lateral (select $1::timestamptz - (m * 50 + p % 50) * interval '1 day' as at) as one
    """,
)


if __name__ == "__main__":
    sys.exit(main())
