"""Where published versions are kept: one file a version, and SHA256SUMS, which tells when one of them was changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from commandline.loading import published_version, shown, versions
from commandline.mistakes import in_words
from commandline.unusable import Unusable
from engine.publication import NothingChanged, Published, as_text, publish
from engine.words import Pathway

SUMS = "SHA256SUMS"
"""A line a version, as `sha256sum --check` reads it. It is only added to."""


def next_version(pathway: Pathway, folder: Path, *, approved_by: str, on: date, note: str) -> Published:
    known = versions(pathway.name, folder)
    latest = published_version(pathway.name, str(known[-1]), folder) if known else None
    try:
        return publish(pathway, latest, approved_by=approved_by, on=on, note=note)
    except NothingChanged as same:
        raise Unusable(f"{pathway.name} is not published: {same}.") from same
    except ValidationError as error:
        raise Unusable(f"{pathway.name} is not published: {in_words(error)}") from error


def write(published: Published, folder: Path) -> Path:
    file = folder / f"{published.name}.{published.version}.json"
    content = as_text(published).encode()
    with _in_words(file):
        folder.mkdir(parents=True, exist_ok=True)
        with _whole(content, beside=file) as finished:
            # A link, since a rename would put itself in the place of what somebody else has just published.
            file.hardlink_to(finished)
        sums = folder / SUMS
        lines = sums.read_bytes() if sums.exists() else b""
        with _whole(
            lines + f"{sha256(content).hexdigest()}  {file.name}\n".encode(), beside=sums
        ) as finished:
            finished.replace(sums)
    return file


def changed(folder: Path) -> tuple[str, ...]:
    """The versions that were edited, taken away or put there by hand: there should be none."""
    sums = folder / SUMS
    written = (
        tuple(line.split("  ") for line in sums.read_text("utf-8").splitlines()) if sums.exists() else ()
    )
    kept = {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.json")}
    differing = {name for seal, name in written if kept.get(name) != seal}
    return tuple(sorted(differing | (kept.keys() - {name for _, name in written})))


@contextmanager
def _whole(content: bytes, *, beside: Path) -> Iterator[Path]:
    """A finished file under another name in the same folder, so that nobody ever reads half of one."""
    unfinished = beside.with_name(f".{beside.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise Unusable(
            f"{shown(file)} is there already, and a published version is never written over."
        ) from error
    except OSError as error:
        raise Unusable(f"{shown(file)} cannot be written: {error.strerror or error}.") from error
