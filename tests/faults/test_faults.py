"""Each broken pathway of this folder has one fault, and its author reads the one sentence beside it."""

import runpy
from pathlib import Path
from typing import get_args

import pytest

from engine.check import check
from engine.faults import Catalogue, Fault, Kind
from engine.words import Pathway
from tests.support import faultless

HERE = Path(__file__).parent
BROKEN = sorted(path for path in HERE.glob("*.py") if not path.name.startswith("test_"))


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_pathway_has_the_one_fault_that_it_is_named_after(file: Path) -> None:
    faults = _faults_in(file)

    assert [str(fault) for fault in faults] == [file.with_suffix(".txt").read_text(encoding="utf-8").strip()]
    assert [fault.kind for fault in faults] == [file.stem.partition("__")[0]]


def test_every_kind_of_fault_has_a_broken_pathway() -> None:
    assert {file.stem.partition("__")[0] for file in BROKEN} == set(get_args(Kind))


def test_no_sentence_is_left_without_its_pathway() -> None:
    assert sorted(HERE.glob("*.txt")) == [file.with_suffix(".txt") for file in BROKEN]


def _faults_in(file: Path) -> tuple[Fault, ...]:
    found = runpy.run_path(str(file))
    pathway, known = found["PATHWAY"], found.get("CATALOGUE", faultless.CATALOGUE)
    assert isinstance(pathway, Pathway)
    assert isinstance(known, Catalogue)
    return check(pathway, known)
