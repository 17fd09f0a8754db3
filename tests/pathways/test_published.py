"""What has been published stays as it was, and the language of today still reads it."""

from pathlib import Path

import pytest

from commandline.loading import PUBLISHED, published_in
from commandline.publishing import changed

FILES = sorted(PUBLISHED.glob("*.json"))


def test_nothing_published_has_changed() -> None:
    # A file that shows here was edited, removed or added by hand. Put it back; `carepath publish` makes a new version.
    assert changed(PUBLISHED) == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_version_is_read_and_named_like_its_file(file: Path) -> None:
    published = published_in(file)  # refuses a pathway that differs from its fingerprint

    assert file.name == f"{published.name}.{published.version}.json"
    assert published.pathway.name == published.name


def test_versions_are_numbered_without_a_gap() -> None:
    numbers: dict[str, list[int]] = {}
    for file in FILES:
        name, number, _ = file.name.split(".")
        numbers.setdefault(name, []).append(int(number))

    assert {name: sorted(found) for name, found in numbers.items()} == {
        name: list(range(1, len(found) + 1)) for name, found in numbers.items()
    }
