"""The commands a newcomer reads about exist, and CI runs the same one as they do."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_make_command_of_the_readme_is_a_target() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", _text("README.md")))

    assert named
    assert named - _targets() == set()


def test_each_target_says_what_it_is_for() -> None:
    phony = re.findall(r"(?m)^\.PHONY: (.+)$", _text("Makefile"))[0].split()

    assert sorted(phony) == sorted(_targets())


def test_ci_runs_the_readme_s_test_command() -> None:
    assert "make test" in _text("README.md")
    assert _text(".ci/run").splitlines()[-1] == "exec make test"


def _targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z]+):.*## .+$", _text("Makefile")))


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
