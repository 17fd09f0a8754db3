"""`carepath status`: how the clinic stands, or one patient of it."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commandline.unusable import Unusable

if TYPE_CHECKING:
    from database.overview import Overview, Patient

MOMENTS = 5
"""So many next moments are shown."""


def status(
    patient: Annotated[
        str | None, typer.Argument(metavar="PATIENT", help="An id such as p-…; the whole clinic if left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as one JSON object.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Says how many patients stand where, what is open and late, what comes next, and which workers were seen.

    With a patient: the stage of each journey, what is open and for whom, and the next moments with their reasons.

    Example:

        carepath status
        carepath status p-mfrggzdfmztwq2lk --json
    """
    if patient is None:
        found, workers = asyncio.run(_clinic(folder))
        shown = {**asdict(found), "workers": workers}
        lines = _of_clinic(found, workers)
    else:
        one = asyncio.run(_patient(patient, folder))
        shown, lines = _facts(one), _of_patient(one)
    typer.echo(json.dumps(shown, default=str, ensure_ascii=False) if as_json else "\n".join(lines))


async def _clinic(folder: Path | None) -> "tuple[Overview, Mapping[str, int]]":
    from commandline.servers.reach import database, now, servers, temporal
    from database.overview import overview
    from workflows.releases import seen_workers

    found = servers(folder)
    async with database(found) as reader:
        return await overview(reader, now(), MOMENTS), await seen_workers(await temporal(found))


async def _patient(id: str, folder: Path | None) -> "Patient":
    from commandline.servers.reach import database, servers
    from database.overview import patient_of

    async with database(servers(folder)) as reader:
        found = await patient_of(reader, id)
    if found is None:
        raise Unusable(f"no patient {id!r} here. Ids are shown by: carepath status, carepath worklist")
    return found


def _of_clinic(found: "Overview", workers: Mapping[str, int]) -> Iterator[str]:
    from engine.telling import Clock
    from pathways.clinic import CLINIC

    clock = Clock(CLINIC.zone, CLINIC.zone)
    yield f"patients  {_counted(found.patients)}"
    yield f"journeys  {_counted(found.journeys)}"
    yield f"stages    {_counted(found.stages)}"
    yield f"work      {found.tasks_open} tasks open, {found.tasks_late} late"
    yield f"forms     {found.questionnaires_open} open, {found.questionnaires_late} late"
    yield f"texts     {found.texts_waiting} waiting to be sent"
    yield f"workers   {_counted(workers) if workers else 'none seen: nothing goes on until one runs'}"
    if found.stuck:
        yield f"stuck     {found.stuck} patients stand still, since nothing can be recorded: carepath worklist --role ops"
    for number, one in enumerate(found.ahead):
        yield f"{'next' if number == 0 else '':10}{clock.of(one.at)}  {one.patient}  {one.because}"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none yet"


def _of_patient(found: "Patient") -> Iterator[str]:
    from engine.telling import Clock
    from pathways.clinic import CLINIC

    clock = Clock(found.zone, CLINIC.zone)
    yield f"{found.id}: {found.status}, lives in {found.zone}, speaks {found.language}"
    if found.stuck_because is not None:
        yield f"stands still, since what happens cannot be recorded: {found.stuck_because} (docs/running.md)"
    for journey in _journeys(found):
        hold = f", on hold until {clock.of(journey['hold_until'])}" if journey["hold_until"] else ""
        where = journey["ending"] or f"in the stage {journey['stage']}"
        yield f"{journey['journey']} on {journey['pathway']}: {journey['status']}, {where}{hold}"
        for therapy in journey["plan"]:
            yield f"  plan  {therapy['therapy']}"
        for one in journey["open"]:
            due = f" by {clock.of(one['due_at'])}" if one["due_at"] else ""
            yield f"  open  {one['what']} {one['step']} for {one['whom']}{due}"
        for ahead in journey["ahead"]:
            yield f"  next  {clock.of(ahead['at'])}, {ahead['because']}"
    if found.next_at is not None:
        yield f"the next of all: {clock.of(found.next_at)}, {found.next_because}"


def _facts(found: "Patient") -> dict[str, Any]:
    return {
        **{
            name: getattr(found, name)
            for name in ("id", "status", "zone", "language", "next_at", "next_because", "stuck_because")
        },
        "journeys": _journeys(found),
    }


def _journeys(found: "Patient") -> list[dict[str, Any]]:
    from engine.ahead import agenda
    from engine.index import index_of
    from workflows.picture import journey_picture

    return [
        {
            **asdict(journey_picture(journey, pathway)),
            "ahead": [
                {"at": due.at, "because": f"{name}: {due.because}"}
                for due, name in agenda(journey, index_of(pathway))[:MOMENTS]
            ],
        }
        for journey, pathway in found.journeys
    ]
