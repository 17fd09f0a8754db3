"""What the patient wants the team to know before it meets: priorities, limits, and who should be there."""

from instruments.instrument import Instrument
from instruments.items import choice, text, yes_no
from instruments.terms import OUR_WORDS

_OPEN_TO = (("yes", "Yes"), ("no", "No"), ("unsure", "I am not sure"))

BEFORE_CONFERENCE = Instrument(
    id="before_conference",
    title="Before your team meets",
    items=(
        choice(
            "priority",
            "What should change first?",
            ("less_pain", "Less pain"),
            ("move", "Move and do more"),
            ("sleep", "Sleep better"),
            ("mood", "Feel better in my mind"),
            ("work", "Work"),
            ("people", "Time with family and friends"),
            ("fewer_medicines", "Take fewer medicines"),
            ("understand", "Know what is wrong"),
            ("other", "Something else"),
        ),
        yes_no("worried", "Is there something about the plan that worries you?"),
        choice("open_to_exercise", "Would you try exercise?", *_OPEN_TO),
        choice("open_to_talking", "Would you try talking with a psychologist?", *_OPEN_TO),
        choice("open_to_medicine_change", "Would you try a change of your medicines?", *_OPEN_TO),
        choice("open_to_procedure", "Would you try a shot or other procedure?", *_OPEN_TO),
        choice(
            "attend",
            "Do you want to be there?",
            ("in_person", "Yes, at the clinic"),
            ("video", "Yes, by video"),
            ("phone", "Yes, by phone"),
            ("no", "No"),
        ),
        yes_no("bring_someone", "Should a person close to you be there?"),
        text("priorities", "What matters most to you right now?"),
        text("worries", "What worries you?"),
        text("limits", "What would you not want, no matter what?"),
        text("who_attends", "Who else should be there?"),
    ),
    recall="now",
    cadence="the clinic day after the last assessment",
    origin=OUR_WORDS,
)
