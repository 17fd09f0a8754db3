"""`carepath simulate`: made-up patients live through a pathway, to see what it asks of them and of the clinic."""

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commandline.progress import bar
from commandline.unusable import Unusable

if TYPE_CHECKING:
    from commandline.tally import Tally

PATIENTS_AT_A_TIME = 10


def simulate(
    pathway: Annotated[
        str, typer.Argument(metavar="PATHWAY", help="A name such as chronic_pain, or a file.")
    ],
    patients: Annotated[int, typer.Option(min=1, help="How many are referred.")] = 1000,
    months: Annotated[int, typer.Option(min=1, max=120, help="How long it is watched.")] = 18,
    seed: Annotated[int, typer.Option(help="The same seed gives the same patients.")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Where plots and summary.json go; build/simulate/NAME unless given.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="How many processes; the result is the same. All cores unless given."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The summary as JSON, instead of tables.")] = False,
) -> None:
    """
    Plays many made-up patients and says how much is written, done and visited, and what never happens.

    Exit code 1: a patient is left with nothing ahead, or the pathway ran into a fault.

    Example:

        carepath simulate chronic_pain --patients 1000 --months 18 --seed 7
        carepath simulate chronic_pain --patients 50 --json
    """
    # Imported here, so that `carepath --help` need not load the engine.
    from commandline.figures import figures_of, show
    from commandline.loading import load_pathway
    from commandline.plots import draw
    from commandline.population import A_MONTH, FIRST_DAY

    loaded = load_pathway(pathway)
    until = FIRST_DAY + months * A_MONTH
    tally, seconds = run(pathway, patients, until, seed, jobs or os.cpu_count() or 1)
    figures = figures_of(loaded, tally, until)
    folder = out or Path("build/simulate") / loaded.name
    _write(folder, asdict(figures))
    draw(folder, loaded, tally, until)
    speed = {"seconds": round(seconds, 1), **_speed(tally)}
    if as_json:
        typer.echo(json.dumps({**asdict(figures), "speed": speed}, ensure_ascii=False))
    else:
        show(figures, speed, folder)
    if tally.stuck or tally.faults:
        raise typer.Exit(1)


def run(pathway: str, patients: int, until: datetime, seed: int, jobs: int) -> "tuple[Tally, float]":
    """The sum over all patients, in their order, whatever the number of processes; and how long it took."""
    from commandline.tally import Tally

    began, tally = time.perf_counter(), Tally()
    batches = [
        range(first, min(first + PATIENTS_AT_A_TIME, patients))
        for first in range(0, patients, PATIENTS_AT_A_TIME)
    ]
    jobs = min(jobs, len(batches))
    with _workers(jobs) as workers:
        # All are handed out before the bar begins to move: it has a thread, which no new process may inherit.
        ahead = [
            workers.submit(_played, pathway, seed, batch, patients, until) if workers else None
            for batch in batches
        ]
        with bar("patients", patients) as advance:
            for batch, running in zip(batches, ahead, strict=True):
                tally.add(running.result() if running else _played(pathway, seed, batch, patients, until))
                advance(len(batch))
    return tally, time.perf_counter() - began


def _played(pathway: str, seed: int, numbers: range, patients: int, until: datetime) -> "Tally":
    from commandline.loading import load_pathway
    from commandline.population import live
    from commandline.tally import Tally, Watch

    loaded, tally = load_pathway(pathway), Tally()
    began = time.process_time()
    for number in numbers:
        Watch(loaded, tally).follow(live(loaded, seed, number, patients, until), until)
    tally.cpu_seconds = time.process_time() - began
    return tally


@contextmanager
def _workers(jobs: int) -> Iterator[Executor | None]:
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs) as workers:
        yield workers


def _speed(tally: "Tally") -> dict[str, float]:
    """Of one core, in its own time: other work on the machine does not count."""
    cpu = tally.cpu_seconds or 1e-9
    return {
        "patient_years_per_second_and_core": round(tally.days / 365.25 / cpu, 1),
        "events_per_second_and_core": round(tally.events / cpu),
    }


def _write(folder: Path, numbers: dict[str, object]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "summary.json").write_text(
            json.dumps(numbers, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise Unusable(f"{folder} cannot be written: {error.strerror or error}.") from error
