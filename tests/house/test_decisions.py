"""A decision record says the same five things each time, and every dependency has its sentence."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
PARTS = ["Context", "Decision", "Consequences", "Alternatives", "Check"]


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.name[:5] for path in DECISIONS] == [f"{n:04}-" for n in range(1, len(DECISIONS) + 1)]


def test_each_decision_has_its_parts_in_order() -> None:
    assert {path.name: _headings(path) for path in DECISIONS} == {path.name: PARTS for path in DECISIONS}


def test_each_decision_can_be_quoted_in_one_sentence() -> None:
    unquotable = [path.name for path in DECISIONS if len(re.findall(r"(?m)^> .+", _text(path))) != 1]

    assert unquotable == []


def test_each_decision_fits_on_half_a_page() -> None:
    assert [path.name for path in DECISIONS if len(_text(path).splitlines()) > 60] == []


def test_every_dependency_has_its_sentence() -> None:
    asked = tomllib.loads(_text(ROOT / "pyproject.toml"))
    needs = asked["project"]["dependencies"] + asked["dependency-groups"]["dev"]
    sentences = "".join(_text(path) for path in DECISIONS)

    assert [need for need in needs if f"**{Requirement(need).name}**" not in sentences] == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _headings(path: Path) -> list[str]:
    return re.findall(r"(?m)^## (.+)$", _text(path))
