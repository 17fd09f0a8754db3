"""A FHIR Questionnaire becomes an instrument whole, or is refused with every reason at once."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from instruments import INSTRUMENTS, ISI, ORT, PSQI, START_BACK
from instruments.fhir import QuestionnaireFaulty, from_fhir, name_of
from instruments.instrument import Instrument
from instruments.items import Choice, Count, Number, Scale, Text, YesNo
from instruments.telling import described

KNOWN = {known.id: known for known in INSTRUMENTS}
SLEEP_CLUB: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "support/questionnaires/sleep_club.json").read_text(encoding="utf-8")
)
MIN, MAX = (f"http://hl7.org/fhir/StructureDefinition/{bound}Value" for bound in ("min", "max"))


def read(resource: object) -> Instrument:
    return from_fhir(resource, KNOWN)


def faults_of(resource: object) -> tuple[str, ...]:
    with pytest.raises(QuestionnaireFaulty) as refused:
        read(resource)
    return refused.value.faults


def with_item(**changes: Any) -> dict[str, Any]:
    """The sleep club with one more question."""
    return {
        **SLEEP_CLUB,
        "item": [*SLEEP_CLUB["item"], {"linkId": "more", "text": "More?", "type": "boolean", **changes}],
    }


def test_a_form_of_the_clinics_own_is_read_whole() -> None:
    club = read(SLEEP_CLUB)

    assert (club.id, club.title, club.version) == ("sleepclub", "Sleep club, each week", "2")
    assert club.stem == "Think of the past week."
    assert club.item_ids == ("q1_1", "rested", "asleep_at_wheel", "hours")
    assert club.text_ids == ("comment",)
    assert [type(item.response) for item in club.items] == [Count, Choice, YesNo, Number, Text]
    assert [item.optional for item in club.items] == [False, False, True, True, True]
    assert [item.section for item in club.items[:3]] == ["Your nights", "Your nights", None]
    assert (club.items[0].loinc, described(club)["items"][0]["unit"]) == ("44259-0", "nights")
    assert (club.score_range, club.languages, club.origin.shipping) == ((0, 9), ("en",), "ship")


def test_it_is_scored_as_it_says_and_its_missing_answers_are_no_zeros() -> None:
    club = read(SLEEP_CLUB)

    assert club.score({"q1_1": 4, "rested": "little"}).band == "hard"
    assert club.score({"q1_1": 2, "rested": "very"}).band == "fine"
    assert club.score({"q1_1": 4}).status == "not_scorable"
    assert club.score({"q1_1": 8, "rested": "very"}).bad_items == ("q1_1",)
    assert club.score({"asleep_at_wheel": True}).safety == ("DROWSY_DRIVING_SEV3",)


def test_a_mean_lies_between_the_lowest_and_the_highest_answer_and_facts_have_no_number() -> None:
    mean = copy.deepcopy(SLEEP_CLUB)
    mean["extension"] = [
        {"url": "urn:carepath:scoring", "valueCode": "mean"},
        {"url": "urn:carepath:higher-is-better", "valueBoolean": True},
    ]
    averaged, facts = read(mean), read({**SLEEP_CLUB, "extension": []})

    assert (averaged.score_range, averaged.higher_is_worse) == ((0, 7), False)
    assert averaged.score({"q1_1": 3, "rested": "not"}).exact == 2.5
    assert (facts.score_range, facts.score({"q1_1": 3, "rested": "not"}).exact) == (None, None)


def test_a_yes_counts_one() -> None:
    counted = read(with_item())

    assert counted.score_range == (0, 10)
    assert counted.score({"q1_1": 4, "rested": "not", "more": True}).exact == 7


def test_what_somebody_owns_is_marked_as_theirs() -> None:
    owned = read({**SLEEP_CLUB, "copyright": "(c) Sleep Ltd"})

    assert (owned.origin.shipping, owned.origin.licence) == ("score_only", "(c) Sleep Ltd")


@pytest.mark.parametrize(
    ("resource", "fault"),
    [
        ([], "no FHIR Questionnaire"),
        ({"resourceType": "Patient"}, "no FHIR Questionnaire"),
        ({**SLEEP_CLUB, "item": []}, "It asks nothing"),
        ({**SLEEP_CLUB, "name": None}, "It needs a name"),
        ({**SLEEP_CLUB, "name": "PHQ9"}, 'There is a questionnaire "phq9" already'),
        ({**SLEEP_CLUB, "status": "retired"}, "It is retired"),
        ({**SLEEP_CLUB, "modifierExtension": [{}]}, "modifierExtension"),
        ({**SLEEP_CLUB, "extension": [{"url": "urn:carepath:scoring", "valueCode": "magic"}]}, "'magic'"),
        (with_item(enableWhen=[{}]), '"more": enableWhen is not understood here'),
        (with_item(type="group", enableWhen=[{}]), '"more": enableWhen is not understood here'),
        (with_item(type="choice", answerValueSet="x"), '"more": answerValueSet is not understood here'),
        (with_item(repeats=True), "more than one answer"),
        (with_item(linkId="rested"), 'Two questions are called "rested"'),
        (with_item(linkId=""), "A question has no linkId"),
        (with_item(text=" "), '"more" has no text'),
        (with_item(type="attachment"), "questions of type attachment are not understood here"),
        (with_item(type="integer"), "it needs its lowest and its highest answer"),
        (with_item(type="decimal", extension=[{"url": MIN, "valueDecimal": 0.5}, {"url": MAX, "valueDecimal": 2}]), "must be whole numbers"),
        (with_item(type="integer", extension=[{"url": MIN, "valueInteger": 2}, {"url": MAX, "valueInteger": 2}]), "the lowest first"),
        (with_item(type="choice"), "at least two answers"),
        (with_item(type="choice", answerOption=[{"valueString": "yes"}]), "needs a code"),
        (with_item(type="choice", answerOption=[{"valueCoding": {"code": "a b"}}]), "needs a code"),
        (
            with_item(
                type="choice",
                answerOption=[
                    {"valueCoding": {"code": "a"}, "extension": [{"url": MIN.replace("minValue", "itemWeight"), "valueDecimal": 0.5}]}
                ],
            ),
            "the weight of an answer must be a whole number",
        ),
        (with_item(extension=[{"url": "urn:carepath:safety", "valueCode": "chest pain"}]), "a word in capitals"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_in_words(resource: object, fault: str) -> None:
    assert [said for said in faults_of(resource) if fault in said]


def test_all_faults_are_said_at_once() -> None:
    assert len(faults_of(with_item(enableWhen=[{}], repeats=True, linkId="rested", type="reference"))) >= 3


@pytest.mark.parametrize(
    ("extension", "fault"),
    [
        ([{"url": "urn:carepath:band", "extension": []}], "needs a name and the number"),
        (
            [
                {"url": "urn:carepath:scoring", "valueCode": "total"},
                *(
                    {"url": "urn:carepath:band", "extension": [{"url": "name", "valueCode": name}, {"url": "from", "valueInteger": 3}]}
                    for name in ("a", "b")
                ),
            ],
            "do not follow each other",
        ),
        (SLEEP_CLUB["extension"][1:], "bands, and no number"),
    ],
)  # fmt: skip
def test_bands_follow_each_other_and_need_a_number(extension: list[Any], fault: str) -> None:
    assert fault in faults_of({**SLEEP_CLUB, "extension": extension})[0]


def test_a_sum_of_answers_that_may_all_be_left_out_is_refused() -> None:
    optional = {**SLEEP_CLUB, "item": [item for item in SLEEP_CLUB["item"] if item.get("required") is False]}

    assert faults_of(optional) == ("It has a score, and no item that is needed for it.",)


# Words of a licensed questionnaire are made up here, and stand for those that a clinic has bought.


def worded(known: Instrument, **of_items: Any) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "name": known.id.upper(),
        "language": "es",
        "item": [
            {"linkId": item, "text": f"Words of {item}", **of_items.get(item, of_items["each"])}
            for item in known.item_ids
        ],
    }


FIVE = {"type": "choice", "answerOption": [{"valueCoding": {"code": str(code), "display": f"Label {code}"}} for code in range(5)]}  # fmt: skip


def test_a_licensed_form_gets_its_words_and_keeps_our_scoring() -> None:
    isi = read(worded(ISI, each=FIVE))

    assert isi.languages == ("es",)
    assert [item.wording for item in isi.items] == [f"Words of q{number}" for number in range(1, 8)]
    assert described(isi)["items"][0]["options"][4] == {"code": 4, "label": "Label 4", "points": 4}
    assert isi.score(dict.fromkeys(ISI.item_ids, 3)).shown == 21
    assert (isi.rule, isi.bands, isi.origin) == (ISI.rule, ISI.bands, ISI.origin)


def test_a_licensed_form_may_bring_its_scale_as_whole_numbers() -> None:
    numbers = {
        "type": "integer",
        "extension": [{"url": MIN, "valueInteger": 0}, {"url": MAX, "valueInteger": 4}],
    }
    isi = read(worded(ISI, each=numbers))

    assert isinstance(isi.items[0].response, Scale)


def test_labels_yes_and_no_and_numbers_are_taken_over_as_they_fit() -> None:
    yes_no = {"type": "boolean"}
    back = read(worded(START_BACK, each=yes_no, q9=FIVE))
    sexes = [
        {"valueCoding": {"code": code, "display": code.upper()}}
        for code in ("female", "male", "other", "unknown")
    ]
    tool = read(worded(ORT, each=yes_no, sex={"type": "choice", "answerOption": sexes}))

    assert described(back)["items"][8]["options"][3] == {"code": 3, "label": "Label 3", "points": 1}
    assert isinstance(back.items[0].response, YesNo)
    assert described(tool)["items"][0]["options"][1]["label"] == "MALE"


def test_numbers_keep_our_limits() -> None:
    often = {"type": "choice", "answerOption": [{"valueInteger": number} for number in range(4)]}
    number = {
        "type": "decimal",
        "extension": [{"url": MIN, "valueDecimal": 0}, {"url": MAX, "valueDecimal": 99}],
    }
    names = ("bed_time", "rise_time", "minutes_to_sleep", "hours_asleep")
    index = read(worded(PSQI, each=often, **dict.fromkeys(names, number)))

    assert index.items[3].response == PSQI.items[3].response


def test_items_that_lack_are_too_many_or_offer_other_answers_are_named() -> None:
    form = worded(ISI, each={"type": "boolean"})
    form["item"][6]["linkId"] = "q8"

    assert faults_of(form) == (
        'It lacks the item "q7" of Insomnia Severity Index.',
        'Insomnia Severity Index has no item "q8".',
        *(
            f'The answers of "q{number}" are others than those that Insomnia Severity Index is scored by.'
            for number in range(1, 7)
        ),
    )


def test_its_name_may_stand_in_its_id() -> None:
    assert name_of({"id": "Sleep-Club.2"}) == "sleep_club_2"
