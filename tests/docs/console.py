"""Commands as the documents show them: `$ carepath ...`, run in a folder that holds the manual's own pathway."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
CAREPATH = Path(sys.executable).parent / "carepath"
CONSOLE = re.compile(r"(?ms)^```console\n(?P<body>.*?)^```$")
COMMAND = re.compile(r"(?m)^\$ (?P<line>.+)$")
STORY = re.compile(r"(?ms)^```text story\n(?P<body>.*?)^```$")
DAY_THREE = {
    "rule": "day_n",
    "input": {"anchor": "2026-03-06T15:00:00Z", "n": 3, "at": "09:00", "tz": "America/New_York"},
}
FIRST_PATHWAY = re.compile(r"(?ms)^```python\n(?P<body>.*?)^```$")


def ran_anew(text: str) -> str:
    """The document with what each of its commands prints now."""
    with TemporaryDirectory() as folder:
        _set_up(Path(folder))
        return CONSOLE.sub(lambda block: f"```console\n{_session(block['body'], Path(folder))}```", text)


def _session(body: str, folder: Path) -> str:
    return "".join(f"$ {line}\n{_output(line, folder)}" for line in COMMAND.findall(body))


def _output(line: str, folder: Path) -> str:
    name, *words = shlex.split(line)
    assert name == "carepath", f"only carepath is run from a document, not {name}"
    ran = subprocess.run(  # noqa: S603  # runs carepath itself, as a person would
        [CAREPATH, *words], cwd=folder, capture_output=True, check=False, encoding="utf-8"
    )
    return "".join(f"{row.rstrip()}\n" for row in (ran.stdout + ran.stderr).splitlines())


def _set_up(folder: Path) -> None:
    """The first pathway of the manual, the same with a slip, and a story about it."""
    manual = (ROOT / "docs/writing-a-pathway.md").read_text(encoding="utf-8")
    pathway, story = FIRST_PATHWAY.search(manual), STORY.search(manual)
    assert pathway is not None
    assert story is not None
    slip = pathway["body"].replace('"coordinator"', '"cordinator"')
    (folder / "six_week_check.py").write_text(pathway["body"], encoding="utf-8")
    (folder / "mistyped.py").write_text(slip, encoding="utf-8")
    (folder / "day_three.json").write_text(json.dumps(DAY_THREE), encoding="utf-8")
    (folder / "one_reminder.txt").write_text(story["body"], encoding="utf-8")
