"""After a life at the clinic, with a crash in it, no name, number or text of a patient lies anywhere but in Postgres."""

import asyncio
import base64
import re
import sqlite3
import tempfile
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from commandline.running import Stack
from stack.processes import free_port
from tests.support.outages import HEALS_FAST, Kill, Life, lived

FAMILY, GIVEN, STREET = "Zwetschgenbaum", "Quirinia", "77 Obelisk Lane"
PHONE, EMAIL = "+15550100177", "quirinia.z@example.org"
# What we say and ask, and what tells of an illness: encrypted wherever Temporal keeps it.
WORDS = (
    "Your check-in is ready",
    "Northside Care",
    "two_week_check_in",
    "crisis_reply",
    "baseline_packet",
    "agreed_to_texts",
)
SECRETS = (FAMILY, GIVEN, STREET, PHONE, PHONE[1:], EMAIL, *WORDS)


async def test_nothing_of_a_patient_can_be_read_outside_of_postgres() -> None:
    port = free_port()
    pages: list[bytes] = []

    async def metrics(stack: Stack) -> None:
        addresses = [f"http://127.0.0.1:{one}/metrics" for one in (port, stack.temporal.metrics_port)]
        pages.extend([await asyncio.to_thread(_page, address) for address in addresses])

    with tempfile.TemporaryDirectory(prefix="carepath-test-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)  # root's Postgres runs as another user, who must get in
        folder = Path(made) / "clinic"
        remembered = await lived(
            folder,
            Life(patients=2, days=5, seed=7),
            [Kill(part="postgres", lines=12, later=0.05)],
            before=_admit,
            after=metrics,
            settings={**HEALS_FAST, "CAREPATH_METRICS": f"127.0.0.1:{port}"},
        )
        places = {str(file.relative_to(folder)): file.read_bytes() for file in _files(folder)}
        stored = b"\n".join(_stored(folder / "temporal" / "temporal.sqlite"))

    assert remembered["mailbox"]
    assert len(pages) == 2
    assert all(name in remembered["person"][0] for name in (FAMILY, GIVEN))
    assert any("worker.log" in place for place in places)
    assert b"patient-p-0001" in stored  # what we look through is what Temporal keeps
    places |= {"metrics of the worker": pages[0], "metrics of Temporal": pages[1], "rows": stored}
    assert [
        (place, secret)
        for place, content in places.items()
        for secret in SECRETS
        for form in _forms(secret)
        if form in content
    ] == []


def _page(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # noqa: S310  (our own address)
        content: bytes = answer.read()
    return content


async def _admit(stack: Stack) -> None:
    connection = await asyncpg.connect(stack.database_url)
    try:
        for number, patient in enumerate(("p-0001", "p-0002")):
            await connection.execute("insert into patient (id) values ($1)", patient)
            await connection.execute(
                "insert into person (patient, family, given, born_first, born_last, address)"
                " values ($1, $2, $3, '1970-01-01', '1970-01-01', jsonb_build_object('line', $4::text))",
                patient,
                FAMILY,
                [GIVEN],
                STREET,
            )
            for kind, value in (("phone", f"{PHONE}{number or ''}"), ("email", EMAIL)):
                await connection.execute(
                    "insert into contact_point (patient, kind, value, dialable) values ($1, $2, $3, false)",
                    patient,
                    kind,
                    value,
                )
    finally:
        await connection.close()


def _files(folder: Path) -> Iterator[Path]:
    """The logs and Temporal's database, as bytes; Postgres' own files are where patients' names belong."""
    for file in folder.rglob("*"):
        if (
            file.is_file()
            and "postgres/data" not in file.as_posix()
            and "postgres/programs" not in file.as_posix()
        ):
            yield file


def _stored(database: Path) -> Iterator[bytes]:
    """Each value that Temporal keeps, whole, and what zlib makes of each part of it that looks compressed."""
    connection = sqlite3.connect(database)
    try:
        tables = [
            name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
        ]
        for table in tables:
            for row in connection.execute(f'select * from "{table}"'):  # noqa: S608  (a table's name)
                for value in row:
                    if isinstance(value, bytes | str):
                        content = value if isinstance(value, bytes) else value.encode()
                        yield content
                        yield from _inflated(content)
    finally:
        connection.close()


def _inflated(content: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content):
        try:
            yield zlib.decompressobj().decompress(content[found.start() :])
        except zlib.error:
            continue


def _forms(secret: str) -> Iterator[bytes]:
    """As it is, in UTF-16, and in base64 wherever in a text it stands."""
    plain = secret.encode()
    yield plain
    yield secret.encode("utf-16-le")
    for shift in range(3):
        padded = b"\0" * shift + plain
        # The first and last letters also depend on the neighbours.
        yield base64.b64encode(padded)[4 if shift else 0 : len(padded) // 3 * 4]


def test_a_secret_is_found_in_each_of_its_forms() -> None:
    said = f"a name, {FAMILY}, in a line".encode()

    for content in (
        said,
        f"x{FAMILY}".encode("utf-16-le"),
        *(base64.b64encode(b"." * n + said) for n in range(3)),
    ):
        assert any(form in content for form in _forms(FAMILY))
    assert any(FAMILY.encode() in part for part in _inflated(b"##" + zlib.compress(said)))
    assert min(len(form) for secret in SECRETS for form in _forms(secret)) >= 6
