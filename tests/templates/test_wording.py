"""The wording rules of the clinic: what each refuses, and that every message we have keeps them."""

import pytest

from templates.alphabet import for_a_text, septets
from templates.catalogue import Template, Text, contradictions, load
from templates.merging import render
from templates.reading_grade import grade
from templates.wording import spoken_faults, wording_faults

MESSAGES = load()


@pytest.mark.parametrize("template", MESSAGES.values(), ids=MESSAGES.keys())
def test_every_message_we_have_keeps_the_rules(template: Template) -> None:
    assert wording_faults(template) == ()


def test_no_two_messages_we_have_contradict_each_other() -> None:
    assert contradictions(MESSAGES.values()) == ()


def test_every_message_we_have_is_written_in_english() -> None:
    silent = [
        (name, channel)
        for name, template in MESSAGES.items()
        for channel in template.channels
        if template.words(channel, "en") is None
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("How is your pain today?", "T-02: 'pain'"),
        ("Your PHQ form is open.", "T-02: 'PHQ'"),
        ("See you soon for physiotherapy. All is set.", "T-02: 'physiotherapy'"),
        ("{{clinic}}: {{reason}}", "T-04: {{reason}}"),
        ("{{first_name}} asked us to write to you. Is it OK?", "T-04: {{first_name}} needs"),
        ("Don’t worry.", "T-06: ’ is not in the alphabet"),  # noqa: RUF001 - the curly quote is the case
        ("Hi. You. " * 34 + "Hi", "T-06: takes 308 places of 306"),
        ("You missed your streak.", "T-14: 'streak'"),
        ("You forgot us.", "T-14: 'forgot'"),
        ("Call {{oncall}} at any time.", "T-17: "),
        ("A nurse will try to call you today.", "T-17: "),
    ],
)
def test_a_text_that_breaks_a_rule_is_told_which(words: str, rule: str) -> None:
    faults = wording_faults(_saying(words))

    assert [fault for fault in faults if fault.startswith(f"example/sms.en.txt: {rule}")] == list(faults)
    assert len(faults) == 1


def test_a_text_that_is_hard_to_read_is_told_its_grade() -> None:
    words = (
        "Administrative documentation necessitates comprehensive participation in organisational activities."
    )

    assert [fault for fault in wording_faults(_saying(words)) if "T-01: reads as grade" in fault] != []
    assert grade(words, "en") > 16


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        ("The cat sat on the mat.", "en", -1.4),  # 6 words, 6 syllables, 1 sentence: 0.39*6 + 11.8 - 15.59
        (
            "Take it. Call us at 555 0100.",
            "en",
            -2.8,
        ),  # numbers are no words: 5 of one syllable in 2 sentences
        ("https://care.example/f/Zq3vT8mKx0", "en", 0.0),
        ("El sol es bueno. La casa es alta.", "es", 4.0),  # ease 206.84 - 60*11/8 - 1.02*4 = 120.3
        ("Administración organizacional multidisciplinaria.", "es", 16.0),
    ],
)
def test_the_grade_is_that_of_the_formula(said: str, language: str, expected: float) -> None:
    assert grade(said, language) == expected


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Hola. Su terapia es hoy.", "T-02: 'terapia'"),
        ("Hola. Es su culpa.", "T-14: 'culpa'"),
        ("Hola. Venga el sábado.", "T-06: á is not"),
        ("Hola. Le va a llamar ella.", "T-17: "),
    ],
)
def test_the_rules_hold_in_spanish_too(words: str, rule: str) -> None:
    assert [
        fault[len("example/sms.es.txt: ") :][: len(rule)]
        for fault in wording_faults(_saying(words, language="es"))
    ] == [rule]


def test_every_message_to_patients_and_those_who_help_them_is_written_in_spanish_too() -> None:
    silent = [
        (name, channel)
        for name, template in MESSAGES.items()
        for channel in template.channels
        if template.audience != "team" and template.words(channel, "es") is None
    ]

    assert silent == []


def test_a_value_comes_in_the_letters_that_a_text_has() -> None:
    assert for_a_text("sábado, mañana a la 1 – “sí”") == 'sabado, mañana a la 1 - "si"'  # noqa: RUF001
    assert for_a_text("Łódź 東京") == "Łodz 東京"


def test_health_content_in_a_merged_value_is_found() -> None:
    words = Text(channel="sms", language="en", words="{{clinic}}: See you on {{day}}.")
    said = render(words.words, {"clinic": "Northside Pain Clinic", "day": "Monday"})

    assert [fault[:4] for fault in spoken_faults(words, said)] == ["T-02"]


@pytest.mark.parametrize(
    "words", ["Peggy is coming.", "That is a promising start.", "You can compare plans."]
)
def test_a_word_that_only_looks_like_an_instrument_is_let_through(words: str) -> None:
    assert wording_faults(_saying(words)) == ()


def test_a_secure_text_may_tell_of_health() -> None:
    assert wording_faults(_saying("Your pain plan: {{medicine}}.", channel="secure")) == ()


def test_a_brace_or_a_euro_takes_two_places() -> None:
    assert septets("ab") == 2
    assert septets("€{") == 4


def test_a_visit_text_may_offer_a_call_in_office_hours() -> None:
    assert wording_faults(_saying("Reply R and we will call you.", purpose="visit")) == ()


def test_naming_the_patient_is_fine_where_that_was_agreed() -> None:
    assert (
        wording_faults(_saying("{{first_name}} asked us to write to you. Is it OK?", needs_name_consent=True))
        == ()
    )


def test_a_value_that_is_missing_is_an_error_and_never_a_gap() -> None:
    with pytest.raises(Exception, match="'day' is undefined"):
        render("See you on {{day}}.", {})


def _saying(
    words: str,
    *,
    channel: str = "sms",
    language: str = "en",
    purpose: str = "safety",
    needs_name_consent: bool = False,
) -> Template:
    return Template.model_validate(
        {
            "name": "example",
            "purpose": purpose,
            "urgency": "routine",
            "audience": "patient",
            "channels": (channel,),
            "fields": (),
            "expires_after": "1 hour",
            "needs_name_consent": needs_name_consent,
            "texts": ({"channel": channel, "language": language, "words": words},),
        }
    )
