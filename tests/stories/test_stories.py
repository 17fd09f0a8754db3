"""Every story is played, and what is done for its patient is what was approved, to the letter."""

from pathlib import Path

import pytest

from commandline.play import played
from engine.performing import as_text

STORIES = Path(__file__).parent
FILES = sorted(STORIES.rglob("*.txt"))
THEMES = {
    "smooth",
    "silent",
    "late_answers",
    "no_shows",
    "red_flag_at_night",
    "ninth_item_on_an_abandoned_form",
    "declines_a_therapy",
    "moves_time_zone",
    "hospital_stay",
    "two_failed_quorums",
    "non_responder",
    "baseline_missing",
    "injection_moved_then_cancelled",
    "withdraws",
    "dies",
}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_what_is_done_is_what_was_approved(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    story, told = played(text, str(file.relative_to(STORIES)))

    now = as_text(story, told)

    assert now == text, (
        f"{story.sentence} This is not what was approved: `carepath play {file.name}` shows the difference."
    )


def test_each_theme_of_the_core_program_has_its_story() -> None:
    assert THEMES - {file.stem for file in (STORIES / "chronic_pain").glob("*.txt")} == set()


def test_each_story_says_what_it_is_about_in_a_sentence() -> None:
    sentences = [file.read_text(encoding="utf-8").splitlines()[0] for file in FILES]

    assert [
        sentence for sentence in sentences if not (sentence[0].isupper() and sentence.endswith("."))
    ] == []
    assert len(set(sentences)) == len(sentences)
