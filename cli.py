"""The carepath command: every command it knows, and how a person hears what went wrong.

Exit codes: 0 it went well, 1 it ran and found faults, 2 it could not work with what it was given.
"""

import os
import sys

import typer

from commandline.check import check
from commandline.demo.command import demo
from commandline.diagram import diagram
from commandline.moment import moment
from commandline.patients.answer import answer
from commandline.patients.enrol import enrol
from commandline.patients.import_command import import_referrals
from commandline.patients.link import link
from commandline.patients.status import status
from commandline.patients.timeline import timeline
from commandline.patients.worklist import worklist
from commandline.play import play
from commandline.publish import publish
from commandline.questionnaires import app as instruments
from commandline.score import score
from commandline.servers.prepare import prepare
from commandline.servers.release import release
from commandline.servers.serve import serve
from commandline.servers.up import up
from commandline.servers.user import app as user
from commandline.simulate import simulate
from commandline.templates import templates
from commandline.unusable import Unusable

app = typer.Typer(
    name="carepath",
    help="Care pathways for pain clinics: written as text, checked before use, played without a server.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command("answer")(answer)
app.command("check")(check)
app.command("demo")(demo)
app.command("diagram")(diagram)
app.command("enrol")(enrol)
app.command("import")(import_referrals)
app.add_typer(instruments, name="instruments")
app.command("link")(link)
app.command("moment")(moment)
app.command("play")(play)
app.command("prepare")(prepare)
app.command("publish")(publish)
app.command("release")(release)
app.command("score")(score)
app.command("serve")(serve)
app.command("simulate")(simulate)
app.command("status")(status)
app.add_typer(templates, name="templates")
app.command("timeline")(timeline)
app.command("up")(up)
app.add_typer(user, name="user")
app.command("worklist")(worklist)


@app.callback()
def _a_group_even_while_there_is_one_command() -> None: ...


def main() -> None:
    try:
        app()
    except Unusable as unusable:
        typer.echo(f"carepath: {unusable}", err=True)
        _end(2)
    except SystemExit as ended:
        _end(ended.code if isinstance(ended.code, int) else int(ended.code is not None))


def _end(code: int) -> None:
    """Temporal's client may crash while Python shuts down, so whoever has loaded it leaves at once."""
    if "temporalio" not in sys.modules:
        raise SystemExit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
