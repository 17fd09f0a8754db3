"""How a message is written down, and what its author reads when something is wrong with it."""

from datetime import timedelta
from pathlib import Path

import pytest

from templates.catalogue import Template, TemplatesFaulty, contradictions, load

ABOUT = """
purpose = "visit"
urgency = "visit"
audience = "patient"
channels = ["sms"]
fields = ["clinic", "day"]
expires_after = "24 hours"
"""


def test_a_message_is_a_folder_with_its_settings_and_its_words(tmp_path: Path) -> None:
    _write(tmp_path, "see_you", ABOUT)

    template = load(tmp_path)["see_you"]

    assert template.expires_after == timedelta(hours=24)
    assert template.words("sms", "en") == "{{clinic}}: See you on {{day}}."
    assert template.words("sms", "es") is None
    assert template.words("secure", "en") is None


def test_what_is_no_message_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "catalogue.py").write_text("", encoding="utf-8")

    assert load(tmp_path) == {}


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('purpose = "visit"', 'purpose = "visitt"', "purpose: write 'safety', 'visit', 'form', 'care' or 'texting', not 'visitt'."),
        ('audience = "patient"', "", "audience: is missing."),
        ('urgency = "visit"', 'urgency = "visit"\nurgent = true', "urgent: is no setting of a message. There are: purpose, "),
        ('"24 hours"', "24", 'expires_after: write a number of hours, such as "48 hours".'),
        ('"24 hours"', '"0 hours"', 'expires_after: write a number of hours, such as "48 hours".'),
        ("expires_after", 'topic = "rest"\nexpires_after', "settings: write `topic` and `says` together, or neither."),
        ("fields = [", "fields = [[", "cannot be read: "),
        ('"clinic", "day"', '"clinic"', "see_you/sms.en.txt: uses {{day}}; add 'day' to fields in template.toml, or take it out."),
        ('"clinic", "day"', '"clinic", "day", "link"', "fields: take out 'link', no text uses it."),
        ('["sms"]', '["sms", "secure"]', "see_you/secure.en.txt: is missing; template.toml names the channel secure."),
        ('["sms"]', '["secure"]', "channels: add 'sms', there is a text for it."),
        ("fields", "fields_", "fields: is missing."),
        ('channels = ["sms"]', 'channels = "sms"', "channels: "),
    ],
)  # fmt: skip
def test_a_fault_names_the_file_the_setting_and_what_to_write(
    tmp_path: Path, wrong: str, right: str, said: str
) -> None:
    _write(tmp_path, "see_you", ABOUT.replace(wrong, right))

    with pytest.raises(TemplatesFaulty) as faulty:
        load(tmp_path)

    assert all(fault.startswith("see_you/") for fault in faulty.value.faults)
    assert said in str(faulty.value)


def test_a_folder_without_settings_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "see_you").mkdir()

    with pytest.raises(TemplatesFaulty, match=r"^see_you/template\.toml: is missing\."):
        load(tmp_path)


def test_a_file_with_another_name_is_a_fault(tmp_path: Path) -> None:
    _write(tmp_path, "see_you", ABOUT)
    (tmp_path / "see_you/sms.txt").write_text("Hello", encoding="utf-8")

    with pytest.raises(TemplatesFaulty, match=r"^see_you/sms\.txt: name it CHANNEL\.LANGUAGE\.txt"):
        load(tmp_path)


def test_a_broken_field_is_a_fault(tmp_path: Path) -> None:
    _write(tmp_path, "see_you", ABOUT, words="{{clinic: See you on {{day}}.")

    with pytest.raises(TemplatesFaulty, match=r"^see_you/sms\.en\.txt: cannot be read: "):
        load(tmp_path)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    _write(tmp_path, "first", ABOUT.replace('"patient"', '"nobody"').replace('"24 hours"', '"soon"'))
    _write(tmp_path, "second", "")

    with pytest.raises(TemplatesFaulty) as faulty:
        load(tmp_path)

    places = [fault.split(":")[0] for fault in faulty.value.faults]
    assert places.count("first/template.toml") == 2
    assert "second/template.toml" in places


def test_two_messages_that_say_different_things_on_one_topic_contradict() -> None:
    found = contradictions(
        (
            _template("rest_now", topic="activity_after_injection", says="rest"),
            _template("keep_moving", topic="activity_after_injection", says="move"),
            _template("take_it_easy", topic="activity_after_injection", says="rest"),
            _template("eat_well", topic="meals", says="move"),
            _template("hello"),
        )
    )

    assert found == (("keep_moving", "rest_now"), ("keep_moving", "take_it_easy"))


def _write(folder: Path, name: str, about: str, words: str = "{{clinic}}: See you on {{day}}.\n") -> None:
    (folder / name).mkdir()
    (folder / name / "template.toml").write_text(about, encoding="utf-8")
    (folder / name / "sms.en.txt").write_text(words, encoding="utf-8")


def _template(name: str, *, topic: str | None = None, says: str | None = None) -> Template:
    return Template.model_validate(
        {
            "name": name,
            "purpose": "care",
            "urgency": "routine",
            "audience": "patient",
            "channels": (),
            "fields": (),
            "expires_after": "1 hour",
            "topic": topic,
            "says": says,
            "texts": (),
        }
    )
