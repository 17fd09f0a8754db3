"""Files of referrals: each gets its line, a broken one never stops the rest, and again changes nothing."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import pytest
import typer

from commandline.patients.importing import Clinic, Line, admitted, files_of, show, would_become
from commandline.running import Stack
from commandline.unusable import Unusable
from engine import clinic
from referrals.referral import Referral
from referrals.synthetic import bundles
from tests.support.prompt import in_a_process, type_in

AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
CLINIC = Clinic(secret=b"a secret of the tests", rules=clinic.Clinic())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return _referrals(tmp_path, seed=9)


def _referrals(folder: Path, seed: int) -> Path:
    for number, bundle in enumerate(bundles(seed, 10, with_exceptions=True)):
        (folder / f"{number}.json").write_text(json.dumps(bundle), encoding="utf-8")
    (folder / "0_broken.json").write_bytes(b"{")
    return folder


EXPECTED = {
    "0_broken.json": "unusable", "3.json": "deceased", "5.json": "unusable", "7.json": "duplicate",
}  # fmt: skip


def _told(lines: Sequence[Line]) -> dict[str, str]:
    return {line.file: line.result for line in lines}


async def _nothing(patient: str, episodes: Sequence[str], referral: Referral, at: datetime) -> None: ...


async def test_what_a_dry_run_says_is_what_then_happens(folder: Path, pool: asyncpg.Pool) -> None:
    begun: dict[str, Sequence[str]] = {}

    async def begin(patient: str, episodes: Sequence[str], referral: Referral, at: datetime) -> None:
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
        show(list(would_become(files_of(folder), date(2026, 11, 24))), as_json=False)

    printed = capsys.readouterr().out
    assert exit_.value.exit_code == 1
    assert "5.json  unusable: Patient.birthDate is missing" in printed
    assert "11 files: 1 deceased, 1 duplicate, 7 new, 2 unusable" in printed
    assert "Testperson" not in printed


def test_an_empty_folder_and_a_missing_one_are_said(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="holds no file"):
        files_of(tmp_path)
    with pytest.raises(Unusable, match="is not there"):
        files_of(tmp_path / "nowhere")


async def test_the_death_of_somebody_we_care_for_names_the_patient_and_is_work_for_a_person(
    tmp_path: Path, pool: asyncpg.Pool
) -> None:
    bundle = next(bundles(9, 1))
    (tmp_path / "1_alive.json").write_text(json.dumps(bundle), encoding="utf-8")
    bundle["entry"][0]["resource"]["deceasedBoolean"] = True
    (tmp_path / "2_died.json").write_text(json.dumps(bundle), encoding="utf-8")
    for _ in range(2):
        lines = [line async for line in admitted(files_of(tmp_path), pool, CLINIC, AT, _nothing)]
    alive, died = lines

    assert (died.result, died.patient) == ("deceased", alive.patient)
    assert "a patient of ours" in died.why
    tasks = await pool.fetch("select kind, role, patient from referral_task")
    assert [tuple(row) for row in tasks] == [("death", "coordinator", alive.patient)]


async def test_whom_a_coordinator_must_compare_or_weigh_is_on_the_list_of_work_once(
    tmp_path: Path, pool: asyncpg.Pool
) -> None:
    bundle = next(bundles(9, 1))
    bundle["entry"].append(
        {"resource": {"resourceType": "Condition", "code": {"text": "Cancer of the lung"}}}
    )
    (tmp_path / "1_weigh.json").write_text(json.dumps(bundle), encoding="utf-8")
    bundle["entry"][0]["resource"]["identifier"][0]["value"] = "another"
    (tmp_path / "2_compare.json").write_text(json.dumps(bundle), encoding="utf-8")
    for _ in range(2):
        lines = [line async for line in admitted(files_of(tmp_path), pool, CLINIC, AT, _nothing)]

    tasks = await pool.fetch("select kind, due_at, resembles, patient from referral_task order by kind")
    assert [row["kind"] for row in tasks] == ["compare", "triage"]
    assert tasks[0]["resembles"] == [lines[0].patient]
    assert tasks[1]["patient"] == lines[0].patient
    assert {row["due_at"] > AT for row in tasks} == {True}


async def _journeys(stack: Stack) -> Counter[str]:
    connection = await asyncpg.connect(stack.database_url)
    try:
        rows = await connection.fetch(
            "select journey.id from journey join episode on episode.id = journey.id"
            " join journal on journal.journey = journey.id and journal.what = 'Enrolled'"
        )
        return Counter(row["id"] for row in rows)
    finally:
        await connection.close()


async def test_an_import_begins_one_journey_an_episode_and_again_changes_nothing(
    tmp_path: Path, stack: Stack, settings: Mapping[str, str]
) -> None:
    folder = _referrals(tmp_path, seed=21)
    first = await type_in("import", str(folder), "--json", environment=settings)
    after_first = await _journeys(stack)
    second = await type_in("import", str(folder), environment=settings)

    said = json.loads(first.out)
    episodes = {episode for line in said["files"] for episode in line["episodes"]}
    assert (first.code, said["summary"]) == (1, {"unusable": 2, "new": 7, "deceased": 1, "duplicate": 1})
    assert {episode: after_first[episode] for episode in episodes} == dict.fromkeys(episodes, 1)
    assert "11 files: 1 deceased, 8 duplicate, 2 unusable" in second.out
    assert await _journeys(stack) == after_first


async def test_an_import_that_was_killed_half_way_is_begun_again_and_loses_and_doubles_nothing(
    tmp_path: Path, stack: Stack, settings: Mapping[str, str]
) -> None:
    folder = _referrals(tmp_path, seed=22)
    before = await _journeys(stack)
    importing = asyncio.create_task(in_a_process("import", str(folder), environment=settings))
    while await _journeys(stack) == before:
        assert not importing.done()
    importing.cancel()
    await asyncio.gather(importing, return_exceptions=True)

    again = await type_in("import", str(folder), "--json", environment=settings)

    episodes = {episode for line in json.loads(again.out)["files"] for episode in line["episodes"]}
    begun = await _journeys(stack)
    assert len({line["patient"] for line in json.loads(again.out)["files"] if line["patient"]}) == 7
    assert {episode: begun[episode] for episode in episodes} == dict.fromkeys(episodes, 1)


async def test_only_who_agreed_in_the_referral_has_agreed_to_texts(
    tmp_path: Path, stack: Stack, settings: Mapping[str, str]
) -> None:
    await type_in("import", str(_referrals(tmp_path, seed=23)), environment=settings)

    connection = await asyncpg.connect(stack.database_url)
    try:
        rows = await connection.fetch(
            "select distinct body->'flags' @> '[\"agreed_to_texts\"]' as flag, coalesce(granted, false) as granted"
            " from journal left join consent using (patient) where what = 'Enrolled' and kind = 'event'"
            " and patient in (select patient from person)"
        )
    finally:
        await connection.close()
    assert {(row["flag"], row["granted"]) for row in rows} <= {(True, True), (False, False)}
    assert (True, True) in {(row["flag"], row["granted"]) for row in rows}


async def test_without_servers_it_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    nowhere = await in_a_process("import", str(folder), "--folder", str(tmp_path / "none"))
    half_set = await type_in(
        "import", str(folder), environment={"DATABASE_URL": "postgresql://x:geheim@127.0.0.1:1/x"}
    )
    away = await type_in(
        "import",
        str(folder),
        environment={
            "DATABASE_URL": "postgresql://x:geheim@127.0.0.1:1/x",
            "CAREPATH_SECRET": "c" * 43 + "=",
        },
    )

    assert (nowhere.code, half_set.code, away.code) == (2, 2, 2)
    assert "Start it with: carepath up" in nowhere.err
    assert "CAREPATH_SECRET: is not set" in half_set.err
    assert "the database at 127.0.0.1:1/x does not let us in" in away.err
    assert "geheim" not in half_set.err + away.err
    assert "Traceback" not in nowhere.err + half_set.err + away.err
