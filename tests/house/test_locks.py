"""What is installed is pinned by hash, the same everywhere, and from wherever the reader's own pip looks."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^ ]+)(?: ; (?P<marker>.+?))? \\$")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_path(lock: str) -> None:
    assert re.findall(r"(?m)^ *-(?!-hash=)|://|(?: |=)/\w|[a-z]\.(?:org|com|net)\b", _text(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    blocks = re.split(r"\n(?=[a-z])", _text(lock))

    assert [
        block for block in blocks if not PIN.match(block.splitlines()[0]) or "--hash=sha256:" not in block
    ] == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    asked = tomllib.loads(_text("pyproject.toml"))
    runtime, dev = asked["project"]["dependencies"], asked["dependency-groups"]["dev"]

    assert [need for need in runtime if not _held(need, "requirements.lock")] == []
    assert [need for need in runtime + dev if not _held(need, "requirements-dev.lock")] == []


def test_a_developer_has_the_versions_that_a_clinic_has() -> None:
    assert _pins("requirements.lock") - _pins("requirements-dev.lock") == set()


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _pins(lock: str) -> set[tuple[str, str]]:
    found = (PIN.match(line) for line in _text(lock).splitlines())
    return {(pin["name"], pin["version"]) for pin in found if pin}


def _held(need: str, lock: str) -> bool:
    requirement = Requirement(need)
    versions = [version for name, version in _pins(lock) if name == canonicalize_name(requirement.name)]
    return bool(versions) and all(version in requirement.specifier for version in versions)
