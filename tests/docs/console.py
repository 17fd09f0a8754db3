"""Commands as the documents show them: `$ carepath ...`, run in a folder that holds the manual's own pathway."""

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
FIRST_PATHWAY = re.compile(r"(?ms)^```python\n(?P<body>.*?)^```$")


def ran_anew(text: str) -> str:
    """The document with what each of its commands prints now."""
    with TemporaryDirectory() as folder:
        _set_up(Path(folder))
        return CONSOLE.sub(lambda block: f"```console\n{_session(block['body'], Path(folder))}```", text)


def _session(body: str, folder: Path) -> str:
    return "\n".join(f"$ {line}\n{_output(line, folder)}" for line in COMMAND.findall(body))


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
    found = FIRST_PATHWAY.search(manual)
    assert found is not None
    (folder / "six_week_check.py").write_text(found["body"], encoding="utf-8")
    (folder / "mistyped.py").write_text(found["body"].replace('"coordinator"', '"cordinator"'), encoding="utf-8")
