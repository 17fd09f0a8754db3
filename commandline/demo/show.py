"""Runs the demo and shows it: a live view while time passes, then the table, one patient in words, and where to look."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import asyncpg
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from temporalio.client import Client

from commandline.demo.answering import pages as patients_own
from commandline.demo.conductor import conduct
from commandline.demo.lane import Lane
from commandline.demo.referring import made_up, refer
from commandline.demo.staff import made_up_staff
from commandline.demo.summary import Figures, summary
from commandline.demo.team import Team, gather
from commandline.demo.texting import Exchange, exchange, phones_of
from commandline.loading import load_pathway
from commandline.patients.importing import files_of
from commandline.patients.journal import journal_of, told
from commandline.population import FIRST_DAY
from commandline.running import Stack, running
from commandline.servers.patient_site import PORT
from database.demo_calendars import seed_calendars
from database.pool import connect as connect_database
from pathways.clinic import CLINIC, ROLES
from stack.processes import free_port
from web.console.served import console_of
from web.phones.page import pages
from web.serving import served
from workflows.connection import connect

PATHWAY = "chronic_pain"
PHONES_PORT, CONSOLE_PORT = 8025, 8050
LOOK_EVERY = 1.0
"""Seconds between two looks at the figures while time passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    patients: int
    days: int
    seed: int
    pace: float | None
    stays: bool
    summary: Path | None
    referrals: Path | None


async def run_demo(folder: Path, wishes: Wishes) -> Figures:
    console = Console()
    pathway = load_pathway(PATHWAY)
    secret = sha256(f"demo {wishes.seed}".encode()).digest()
    files = (
        files_of(wishes.referrals)
        if wishes.referrals
        else made_up(folder / "referrals", wishes.patients, wishes.seed)
    )
    until = FIRST_DAY + timedelta(days=wishes.days)
    console.print("Starting Postgres, Temporal and a worker …")
    care_port = free_port(PORT)
    link = f"http://127.0.0.1:{care_port}"
    async with running(folder, secret, [(pathway, None)], settings={"CAREPATH_LINK": link}) as stack:
        console.print(f"Temporal's own pages: {stack.temporal.ui}")
        client = await connect([secret], identity="carepath-demo", address=stack.temporal.address)
        async with (
            await connect_database(stack.database_url) as pool,
            await connect_database(stack.database_url, "carepath_reader") as reader,
            patients_own(client, pool, stack.database_url, link, care_port, until) as own,
        ):
            async with pool.acquire() as connection:
                await seed_calendars(connection, sorted(ROLES), patients=len(files), clinic=CLINIC)
            referred = await refer(
                client, pool, reader, pathway, files, secret=secret, days=wishes.days, seed=wishes.seed
            )
            lanes = list(referred.lanes)
            for lane in lanes:
                lane.pages = own
            team = await gather(client, pool, lanes, wishes.seed)
            async with exchange(pool, client, secret) as made:
                await give_phones(pool, made, lanes, wishes)
                await _live(console, reader, lanes, team, wishes)
            figures = {
                "referrals": referred.outcomes,
                **await summary(reader, FIRST_DAY + timedelta(days=wishes.days)),
            }
            if wishes.summary is not None:
                wishes.summary.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
            _table(console, figures)
            if referred.not_played:
                console.print(f"{referred.not_played} further pain problems were admitted and not played.")
            await _one_patient(console, reader, pool)
            await _stay(console, stack, reader, wishes, client)
    return figures


async def give_phones(pool: asyncpg.Pool, made: Exchange, lanes: list[Lane], wishes: Wishes) -> None:
    arrivals = {lane.door.patient: lane.enrolment.event.at for lane in lanes}
    until = FIRST_DAY + timedelta(days=wishes.days)
    phones = await phones_of(pool, made, arrivals, until, wishes.seed)
    for lane in lanes:
        lane.phone = phones.get(lane.door.patient)


async def _live(
    console: Console, reader: asyncpg.Pool, lanes: list[Lane], team: Team, wishes: Wishes
) -> None:
    until = FIRST_DAY + timedelta(days=wishes.days)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
    )
    loop = asyncio.get_running_loop()
    looked, began = 0.0, loop.time()
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("referrals", total=wishes.days, said="")
        async for now in conduct(lanes, team, until):
            passed = (now - FIRST_DAY) / timedelta(days=1)
            if loop.time() - looked > LOOK_EVERY:
                looked = loop.time()
                said = await _so_far(reader)
                progress.update(bar, completed=passed, description=f"{now:%Y-%m-%d}", said=said)
            if wishes.pace is not None:
                await asyncio.sleep(max(0.0, began + passed / wishes.pace - loop.time()))
        progress.update(
            bar, completed=wishes.days, description=f"{until:%Y-%m-%d}", said=await _so_far(reader)
        )


async def _so_far(reader: asyncpg.Pool) -> str:
    row = await reader.fetchrow(_SO_FAR)
    counts = {} if row is None else dict(row)
    return ", ".join(f"{count} {what}" for what, count in counts.items())


_SO_FAR = """
select (select count(*) from journey) as journeys, (select count(*) from mailbox) as texts,
  (select count(*) from questionnaire_request where state = 'answered') as answered,
  (select count(*) from task where state in ('open', 'accepted')) as "tasks open"
"""


def _table(console: Console, figures: Figures) -> None:
    table = Table("What", "How much", title="The year in figures")
    for name, value in figures.items():
        said = (
            ", ".join(f"{key} {count}" for key, count in value.items())
            if isinstance(value, Mapping)
            else "none"
            if value is None
            else value
        )
        table.add_row(name.replace("_", " "), str(said))
    console.print(table)


async def _one_patient(console: Console, reader: asyncpg.Pool, pool: asyncpg.Pool) -> None:
    """The one with the most to tell."""
    row = await reader.fetchrow("select id, zone from patient order by recorded desc, id limit 1")
    if row is None:
        return
    lines = told(await journal_of(reader, row["id"]), row["zone"], CLINIC.zone)
    console.print(f"\nThe journey of {row['id']}, in words:\n", markup=False)
    console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
    born = await pool.fetchval("select born_first from person where patient = $1", row["id"])
    console.print(
        f"\nTheir own pages open by the link in any of their texts, and by the date of birth {born}.",
        highlight=False,
    )


async def _stay(console: Console, stack: Stack, reader: asyncpg.Pool, wishes: Wishes, client: Client) -> None:
    console.print(f"\nTemporal's own pages: {stack.temporal.ui}")
    if not wishes.stays:
        return
    until = FIRST_DAY + timedelta(days=wishes.days)
    async with (
        served(pages(reader), PHONES_PORT) as phones,
        console_of(stack.database_url, client, stack.secret, lambda: until) as desk,
        served(desk, CONSOLE_PORT) as address,
    ):
        console.print(f"Patients' phones:     {phones}")
        console.print(f"Console:              {address}/console")
        for name, roles, password in await made_up_staff(stack.database_url):
            console.print(f"  sign in as {name:12} {password:24} {', '.join(roles)}", highlight=False)
        console.print("Ctrl-C ends everything.")
        await asyncio.Event().wait()
