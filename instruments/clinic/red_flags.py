"""Warning signs a patient can notice, one question each; any yes must reach a person."""

from instruments.instrument import Instrument
from instruments.items import yes_no
from instruments.rules import Screen
from instruments.terms import OUR_WORDS, Trigger

_QUESTIONS = {
    "rf01": "Are you newly numb between your legs, unable to pass or hold urine or stool, or weak in both "
    "legs? Or have you lost feeling in sex?",
    "rf02": "Has an arm or a leg become weak, does a foot drop, or is a hand getting clumsy?",
    "rf03": "After a shot or an implant: do you have a fever of 100.4 F (38 C) or more, chills, pus, or "
    "redness that spreads?",
    "rf04": "Did very bad back pain start all at once within a day of a spine procedure?",
    "rf05": "After a spine procedure: is your headache much worse when you sit up than when you lie flat?",
    "rf06": "After a new medicine or a higher dose: are you shaking, sweating, very restless or hot, or does "
    "your heart race?",
    "rf07": "Are you so sleepy that it is hard to stay awake, or is your speech slurred? Or has someone seen "
    "slow breathing or blue lips?",
    "rf08": "While cutting down a medicine: do you throw up, shake badly, or fail to keep fluids down?",
    "rf09": "Do you think of hurting yourself, or that you would be better off dead?",
    "rf10": "Is your face or throat swollen, is it hard to breathe, or do you have hives all over?",
    "rf11": "Do you have chest pain, are you short of breath, or is one leg swollen?",
    "rf12": "Do you have the worst headache of your life, jaw pain when you chew, or a loss of sight?",
    "rf13": "Have you had cancer? Or do you lose weight without trying, feel ill, or have pain at night?",
    "rf14": "After a fall or an injury, or with weak bones or steroid use: do you have new bone pain?",
    "rf15": "Do you have back pain and also a weak immune system, a recent infection, or drug use by needle?",
    "rf16": "Are your stools black, or did you throw up blood?",
    "rf17": "If you have an implant: did it stop working all at once, give you shocks, or get hot and red?",
    "rf18": "Since an injury: does an arm or a leg burn and change its color, warmth or size?",
    "rf19": "After a steroid shot: is your sugar high and are you very thirsty?",
    "rf20": "Does someone hurt you or make you feel unsafe? (Skip this if you are not alone.)",
}
# On a shared phone it must be possible to pass over the last question without being asked again.
_OPTIONAL = ("rf20",)


def _trigger(item: str) -> Trigger:
    missing = {"rf09": "SUICIDE_ITEM_MISSING", "rf20": None}.get(item, "RED_FLAG_UNANSWERED")
    return Trigger(item.upper(), item, flag_if_missing=missing)


RED_FLAGS = Instrument(
    id="red_flags",
    title="Warning signs",
    items=tuple(yes_no(item, words, optional=item in _OPTIONAL) for item, words in _QUESTIONS.items()),
    recall="now",
    cadence="at intake, at the start of a flare, and whenever the team asks",
    rule=Screen(tuple(_QUESTIONS)),
    outcomes=("negative", "positive"),
    triggers=tuple(_trigger(item) for item in _QUESTIONS),
    origin=OUR_WORDS,
)
