"""`carepath demo`: made-up referrals carried through a year of care in minutes, on the real servers."""

import asyncio
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer


def demo(
    patients: Annotated[int, typer.Option(min=1, help="How many are referred.")] = 40,
    days: Annotated[int, typer.Option(min=1, help="How many days they are followed.")] = 365,
    seed: Annotated[int, typer.Option(help="The same seed gives the same year.")] = 1,
    pace: Annotated[
        float | None, typer.Option(min=0.01, help="Days a second, to watch; as fast as it goes unless given.")
    ] = None,
    exit_when_done: Annotated[bool, typer.Option("--exit", help="End when the time is over.")] = False,
    referrals: Annotated[
        Path | None,
        typer.Option(help="A folder of FHIR bundles, to refer these people instead of made-up ones."),
    ] = None,
    summary: Annotated[Path | None, typer.Option(help="Write the table there, as JSON.")] = None,
    keep: Annotated[Path | None, typer.Option(help="Leave the databases and logs in this folder.")] = None,
) -> None:
    """
    Starts Postgres, Temporal and a worker, imports referrals, and carries the patients through a year of care.

    At the end it shows the year in figures, one patient's timeline with its reasons, and where to look: Temporal's own
    pages, and the patients' phones with every text that they were sent.

    Everything that it starts ends with it, also on Ctrl-C. Exit code 1: a journey is stuck.

    Example:

        carepath demo
        carepath demo --referrals referrals/ --keep demo/
        carepath demo --patients 10 --days 120 --exit --summary summary.json
    """
    # Imported here, so that `carepath --help` need not load Temporal.
    from commandline.demo.show import Wishes, run_demo

    wishes = Wishes(
        patients=patients,
        days=days,
        seed=seed,
        pace=pace,
        stays=not exit_when_done,
        summary=summary,
        referrals=referrals,
    )
    with ExitStack() as stack:
        folder = keep or Path(
            stack.enter_context(TemporaryDirectory(prefix="carepath-demo-", ignore_cleanup_errors=True))
        )
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # where root starts it, Postgres runs as another user
        try:
            figures = asyncio.run(run_demo(folder, wishes))
        except KeyboardInterrupt:
            typer.echo("Stopped. Everything that was started has ended.")
            figures = {"stuck": 0}
    if figures["stuck"]:
        raise typer.Exit(1)
