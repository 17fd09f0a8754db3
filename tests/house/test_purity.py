"""The engine, the instruments and the pathways reach nothing but what is listed here, and ask the machine nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Of the standard library: what computes. Not here, on purpose: what knows the time, the machine, the network, the
# disk or chance (time, os, sys, random, secrets, uuid, socket, asyncio, pathlib, io, logging, threading, urllib).
COMPUTES = frozenset(
    {
        "__future__", "abc", "bisect", "calendar", "collections", "copy", "dataclasses", "datetime", "decimal",
        "difflib", "enum", "fractions", "functools", "hashlib", "heapq", "itertools", "json", "math", "operator",
        "re", "statistics", "string", "textwrap", "types", "typing", "zoneinfo",
    }
)  # fmt: skip
OUTSIDERS = frozenset({"holidays", "pydantic", "pydantic_core"})
OURS = {
    "engine": frozenset({"engine"}),
    "instruments": frozenset({"engine", "instruments"}),
    "pathways": frozenset({"engine", "instruments", "pathways"}),
    "referrals": frozenset({"engine", "referrals"}),
}
# One file, one module, one reason.
EXCEPTIONS = frozenset(
    {
        ("engine/language.py", "sys"),  # sys._getframe: the author's own line, for the faults of a pathway
        (
            "engine/moment_cases.py",
            "inspect",
        ),  # inspect.signature: what a rule asks for, to tell who forgot it
        ("engine/zones.py", "importlib"),  # the zone rules of the tzdata package, which is part of the build
        ("referrals/people.py", "phonenumbers"),  # what a number is, in every country
        ("referrals/resources.py", "zlib"),  # unpacks what is already in memory, within bounds
        ("referrals/synthetic.py", "random"),  # random.Random(seed) only
    }
)

# Calls that answer differently on another day, another machine or in another run.
CLOCKS = frozenset({"now", "today", "utcnow"})
MACHINE = frozenset(
    {"__import__", "breakpoint", "compile", "eval", "exec", "hash", "id", "input", "open", "print"}
)


def test_the_pure_packages_import_only_what_is_listed() -> None:
    assert [fault for file in _pure_files() for fault in _import_faults(file, _source(file))] == []


def test_the_pure_packages_ask_the_machine_nothing() -> None:
    assert [fault for file in _pure_files() for fault in _call_faults(file, _source(file))] == []


def test_every_exception_is_still_used() -> None:
    used = {(file, module) for file in _pure_files() for module in _imported(_source(file))}

    assert used >= EXCEPTIONS


def test_an_exception_reaches_no_further_than_its_reason() -> None:
    assert _names_of("engine/language.py", "sys") == {"sys._getframe"}
    assert _names_of("engine/moment_cases.py", "inspect") == {"inspect.signature"}
    assert _names_of("engine/zones.py", "resources") == {"resources.files"}
    assert _first_arguments("engine/zones.py", "resources.files", "import_module") == {"'tzdata'"}


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "import os.path",
        "from random import random",
        "from engine import spans, language\nimport workflows.patient",
        "def late() -> None:\n    import socket",
    ],
)
def test_an_import_that_is_not_listed_is_found(source: str) -> None:
    assert len(_import_faults("engine/example.py", source)) == 1


def test_an_instrument_may_use_the_engine_but_not_the_other_way_round() -> None:
    assert _import_faults("instruments/example.py", "from engine.spans import days") == []
    assert len(_import_faults("engine/example.py", "from instruments.phq import PHQ9")) == 1


@pytest.mark.parametrize(
    "source",
    [
        "datetime.datetime.now(UTC)",
        "date.today()",
        "opened.utcnow()",
        "instant.astimezone()",
        "ZoneInfo('Europe/Madrid')",
        "open('pathway.json')",
        "hash(name)",
    ],
)
def test_a_question_to_the_machine_is_found(source: str) -> None:
    assert len(_call_faults("engine/example.py", source)) == 1


def test_zone_rules_from_a_file_are_not_the_machine_s() -> None:
    assert _call_faults("engine/example.py", "ZoneInfo.from_file(rules)\ninstant.astimezone(UTC)") == []


def _pure_files() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix() for package in OURS for path in (ROOT / package).rglob("*.py")
    )


def _source(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def _import_faults(file: str, source: str) -> list[str]:
    listed = COMPUTES | OUTSIDERS | OURS[file.split("/")[0]]
    return [
        f"{file} imports {module}"
        for module in sorted(_imported(source))
        if module not in listed and (file, module) not in EXCEPTIONS
    ]


def _imported(source: str) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or ".").split(".")[0])
    return modules


def _call_faults(file: str, source: str) -> list[str]:
    return [f"{file}:{call.lineno} calls {ast.unparse(call)}" for call in _calls(source) if _asks(call)]


def _calls(source: str) -> Iterator[ast.Call]:
    tree = ast.parse(source)
    # A class may say how it is hashed: such a number stays inside one run.
    hashing = {id(inner) for node in ast.walk(tree) if _is_hash(node) for inner in ast.walk(node)}
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) not in hashing)


def _is_hash(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "__hash__"


def _asks(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(attr="astimezone"):
            return not call.args and not call.keywords  # then it is the machine's own zone
        case ast.Attribute(attr=name):
            return name in CLOCKS
        case ast.Name(id="ZoneInfo"):
            return True  # the machine's copy of the zone rules comes first; ZoneInfo.from_file reads ours
        case ast.Name(id=name):
            return name in MACHINE
        case _:
            return False


def _names_of(file: str, module: str) -> set[str]:
    return {
        ast.unparse(node)
        for node in ast.walk(ast.parse(_source(file)))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == module
    }


def _first_arguments(file: str, *functions: str) -> set[str]:
    return {
        ast.unparse(call.args[0]) for call in _calls(_source(file)) if ast.unparse(call.func) in functions
    }
