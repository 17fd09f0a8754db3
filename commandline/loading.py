"""Finds a pathway: a draft by its name, a published version, or a file. What its author got wrong is said in words."""

import importlib
import re
import sys
import traceback
import warnings
from difflib import get_close_matches
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

from pydantic import ValidationError

from commandline.mistakes import in_words
from commandline.reading import text_of
from commandline.unusable import Unusable
from engine.publication import Altered, Published, from_text
from engine.words import Pathway

ROOT = Path(__file__).resolve().parents[1]
DRAFTS = ROOT / "pathways"
PUBLISHED = DRAFTS / "published"

# What Python and the language raise for a slip in a file. Anything else is ours, and shows as it is.
SLIPS = (
    SyntaxError,
    NameError,
    ImportError,
    AttributeError,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
)


def load_pathway(name_or_path: str) -> Pathway:
    """`chronic_pain` is the draft, `chronic_pain@2` the published version, `some/file.py` or `.json` a file."""
    path = Path(name_or_path)
    if path.suffix == ".json":
        return published_in(path).pathway
    if path.suffix == ".py":
        return _from_file(path)
    name, at, version = name_or_path.partition("@")
    return published_version(name, version).pathway if at else _draft(name)


def draft_names() -> tuple[str, ...]:
    """The modules in `pathways/` that hold a PATHWAY. They are read, not run: one that is broken counts as well."""
    return tuple(
        sorted(
            file.stem
            for file in DRAFTS.glob("*.py")
            if re.search(r"(?m)^PATHWAY\b[^=\n]*=", file.read_text(encoding="utf-8"))
        )
    )


def versions(name: str, folder: Path = PUBLISHED) -> tuple[int, ...]:
    """The published versions of a pathway, oldest first."""
    numbers = (
        file.name.removeprefix(f"{name}.").removesuffix(".json") for file in folder.glob(f"{name}.*.json")
    )
    return tuple(sorted(int(number) for number in numbers if number.isdecimal()))


def published_version(name: str, version: str, folder: Path = PUBLISHED) -> Published:
    known = versions(name, folder)
    if not known:
        raise Unusable(f"No version of {name!r} has been published. See: carepath publish --help")
    if version not in map(str, known):
        there = ", ".join(f"{name}@{number}" for number in known)
        raise Unusable(f"There is no version {version!r} of {name!r}. Published: {there}.")
    return published_in(folder / f"{name}.{version}.json")


def published_in(path: Path) -> Published:
    try:
        return from_text(text_of(path))
    except Altered as altered:
        raise Unusable(
            f"{shown(path)} was changed after it was published. Put it back as it was, and publish a new version."
        ) from altered
    except (ValidationError, ValueError) as error:
        raise Unusable(f"{shown(path)} is no published pathway: {in_words(error)}") from error


def _draft(name: str) -> Pathway:
    known = draft_names()
    if name not in known:
        raise Unusable(f"There is no pathway {name!r}. {_nearest(name, known)}")
    module = _run(DRAFTS / f"{name}.py", f"pathways.{name}")
    pathway = _pathway_of(module, DRAFTS / f"{name}.py")
    if pathway.name != name:
        raise Unusable(
            f'pathways/{name}.py holds a pathway that is named {pathway.name!r}. Write name="{name}", like its file.'
        )
    return pathway


def _nearest(name: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(name, known, n=1)
    if close:
        return f'Did you mean "{close[0]}"?'
    there = f"There are: {', '.join(known)}." if known else "There are none in pathways/ yet."
    return f"{there} A file is named with its ending: some/file.py"


def _from_file(path: Path) -> Pathway:
    text_of(path)  # says in words why a file cannot be read
    return _pathway_of(_run(path.resolve(), None), path)


def _pathway_of(module: ModuleType, path: Path) -> Pathway:
    match getattr(module, "PATHWAY", None):
        case Pathway() as pathway:
            return pathway
        case None:
            raise Unusable(
                f"{shown(path)} holds no PATHWAY. Write: PATHWAY = Pathway(name=..., title=..., ...)"
            )
        case (Pathway(),):
            raise Unusable(
                f"{shown(path)}: take away the comma after the last bracket of PATHWAY = Pathway(...)."
            )
        case other:
            raise Unusable(f"{shown(path)}: PATHWAY is no Pathway but {type(other).__name__}.")


def _run(path: Path, name: str | None) -> ModuleType:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # what they warn of fails next, and is then said
            return importlib.import_module(name) if name else _module_in(path)
    except SLIPS as slip:
        where = _author_line(slip, path)
        if where is None:
            raise
        raise Unusable(f"{where}: {in_words(slip)}") from slip


def _module_in(path: Path) -> ModuleType:
    module = ModuleType(f"pathway_in_{path.stem}")
    module.__file__ = str(path)
    keep, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # the author's folder stays as it is
    try:
        SourceFileLoader(module.__name__, str(path)).exec_module(module)
    finally:
        sys.dont_write_bytecode = keep
    return module


def _author_line(slip: BaseException, path: Path) -> str | None:
    """The last line that an author wrote before it went wrong: in this file, or in one that it takes pieces from."""
    if isinstance(slip, SyntaxError) and slip.filename:
        return f"{shown(Path(slip.filename))}:{slip.lineno}"
    folders = {path.parent, DRAFTS}
    lines = [
        f"{shown(Path(frame.filename))}:{frame.lineno}"
        for frame in traceback.extract_tb(slip.__traceback__)
        if Path(frame.filename).parent in folders
    ]
    return lines[-1] if lines else None


def shown(path: Path) -> str:
    """As short as it stays clear: from where the person stands, or from the top of the project."""
    for top in (Path.cwd(), ROOT):
        if path.is_relative_to(top):
            return path.relative_to(top).as_posix()
    return str(path)
