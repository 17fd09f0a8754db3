"""Every command explains itself, starts at once and says what went wrong in words."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import cli

CAREPATH = Path(sys.executable).with_name("carepath")
DAY_THREE = (
    '{"rule": "day_n",'
    ' "input": {"anchor": "2026-03-06T15:00:00Z", "n": 3, "at": "09:00", "tz": "America/New_York"}}'
)


def test_every_command_shows_an_example() -> None:
    shown = {" ".join(words): CliRunner().invoke(cli.app, [*words, "--help"]).output for words in _commands()}

    assert shown
    assert [
        command for command, text in shown.items() if f"Example:\ncarepath {command}" not in _plain(text)
    ] == []


def test_help_loads_neither_the_engine_nor_what_draws() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import cli, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert {"engine", "pydantic", "holidays", "matplotlib"} & set(loaded.stdout.split()) == set()


def test_a_case_is_answered_with_one_line_of_json(tmp_path: Path) -> None:
    case = tmp_path / "day_three.json"
    case.write_text(DAY_THREE, encoding="utf-8")

    answered = _carepath("moment", "--case", str(case))

    assert (answered.returncode, answered.stderr) == (0, "")
    assert answered.stdout.startswith('{"at": ["2026-03-09T13:00:00Z"], "because": "')
    assert answered.stdout.endswith('"}\n')
    assert answered.stdout.count("\n") == 1


def test_a_case_may_be_piped_in(tmp_path: Path) -> None:
    case = tmp_path / "day_three.json"
    case.write_text(DAY_THREE, encoding="utf-8")

    piped = _carepath("moment", "--case", "-", piped_in=DAY_THREE.encode())

    assert piped.stdout == _carepath("moment", "--case", str(case)).stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "is not JSON"),
        (b'{"rule": ', "is not JSON: Expecting value at line 1, column 10"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"[]", "rule"),
        (b'{"rule": "no_such_rule", "input": {}}', "no_such_rule"),
        (b'{"rule": "day_n", "input": {}}', "anchor"),
    ],
)
def test_a_case_that_cannot_be_used_is_refused_in_words(given: bytes, said: str) -> None:
    refused = _carepath("moment", "--case", "-", piped_in=given)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("carepath: ")
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_file_that_is_not_there_is_named() -> None:
    refused = _carepath("moment", "--case", "no/such/file.json")

    assert refused.returncode == 2
    assert refused.stderr == "carepath: no/such/file.json cannot be read: No such file or directory.\n"


def test_a_slip_of_the_keyboard_points_at_help() -> None:
    refused = _carepath("moment")

    assert refused.returncode == 2
    assert "carepath moment --help" in refused.stderr


def _carepath(*words: str, piped_in: bytes = b"") -> subprocess.CompletedProcess[str]:
    ran = subprocess.run([CAREPATH, *words], input=piped_in, capture_output=True, check=False)
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def _commands() -> Iterator[tuple[str, ...]]:
    return _below(typer.main.get_command(cli.app), ())


def _below(command: object, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    inside = getattr(command, "commands", None)
    if isinstance(inside, Mapping):
        for word, one in inside.items():
            yield from _below(one, (*words, word))
    else:
        yield words


def _plain(text: str) -> str:
    """Without margins and empty lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
