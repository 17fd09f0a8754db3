"""Files of referrals: each gets its line, and a broken one never stops the rest."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import pytest
import typer

from commandline.importing import Clinic, Line, admitted, files_of, preview, would_become
from commandline.unusable import Unusable
from referrals.synthetic import bundles

AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
CLINIC = Clinic(secret=b"a secret of the tests", zone="America/New_York")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, bundle in enumerate(bundles(9, 10, with_exceptions=True)):
        (tmp_path / f"{number}.json").write_text(json.dumps(bundle), encoding="utf-8")
    (tmp_path / "0_broken.json").write_bytes(b"{")
    return tmp_path


EXPECTED = {
    "0_broken.json": "unusable", "3.json": "deceased", "5.json": "unusable", "7.json": "duplicate",
}  # fmt: skip


def _told(lines: list[Line]) -> dict[str, str]:
    return {line.file: line.result for line in lines}


async def test_what_a_dry_run_says_is_what_then_happens(folder: Path, pool: asyncpg.Pool) -> None:
    begun: dict[str, tuple[str, ...]] = {}

    async def begin(patient: str, episodes: tuple[str, ...]) -> None:
        begun[patient] = episodes

    said = _told(list(would_become(files_of(folder), date(2026, 11, 24))))
    done = _told([line async for line in admitted(files_of(folder), pool, CLINIC, AT, begin)])
    again = _told([line async for line in admitted(files_of(folder), pool, CLINIC, AT, begin)])

    assert said == done == {f"{n}.json": "new" for n in range(10)} | EXPECTED
    assert set(again.values()) == {"duplicate", "deceased", "unusable"}
    assert len(begun) == 7
    assert all(begun.values())


def test_an_unusable_file_is_exit_code_1_and_named_without_the_person(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as exit_:
        preview(folder, date(2026, 11, 24), as_json=False)

    printed = capsys.readouterr().out
    assert exit_.value.exit_code == 1
    assert "5.json  unusable: Patient.birthDate is missing" in printed
    assert "11 files: 1 deceased, 1 duplicate, 7 new, 2 unusable" in printed
    assert "Testperson" not in printed


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="holds no file"):
        files_of(tmp_path)


async def test_the_death_of_somebody_we_care_for_names_the_patient(
    tmp_path: Path, pool: asyncpg.Pool
) -> None:
    async def begin(patient: str, episodes: tuple[str, ...]) -> None: ...

    bundle = next(bundles(9, 1))
    (tmp_path / "1_alive.json").write_text(json.dumps(bundle), encoding="utf-8")
    bundle["entry"][0]["resource"]["deceasedBoolean"] = True
    (tmp_path / "2_died.json").write_text(json.dumps(bundle), encoding="utf-8")
    alive, died = [line async for line in admitted(files_of(tmp_path), pool, CLINIC, AT, begin)]

    assert (died.result, died.patient) == ("deceased", alive.patient)
    assert "a patient of ours" in died.why
