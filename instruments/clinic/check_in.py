"""The two-weekly check-in: side effects, doing the plan, confidence, falls, and hospital stays."""

from engine.spans import weeks
from instruments.instrument import Instrument
from instruments.items import count, scale, text, yes_no
from instruments.terms import OUR_WORDS, Trigger

CHECK_IN = Instrument(
    id="check_in",
    title="Your check-in",
    items=(
        yes_no("side_effects", "In the past 2 weeks, did any treatment give you side effects?"),
        scale(
            "adherence",
            "In the past 2 weeks, how much of your plan were you able to do?",
            "None of it",
            "All of it",
        ),
        scale(
            "confidence",
            "How sure are you that you can do things even when you have pain?",
            "Not sure at all",
            "Very sure",
        ),
        count("falls", "In the past 2 weeks, how many times did you fall?", "falls", high=99),
        yes_no("fall_injury", "Did a fall hurt you? (If you did not fall, say no.)"),
        yes_no("emergency_visit", "Did you go to the emergency room or stay in a hospital?"),
        yes_no("ran_out_early", "Did any medicine run out before it was time for more?"),
        text("side_effects_words", "What side effects did you have?"),
        text("comment", "What else should we know?"),
    ),
    recall=weeks(2),
    cadence="every 2 weeks in the active phase",
    triggers=(Trigger("FALL_WITH_INJURY", "fall_injury"),),
    origin=OUR_WORDS,
)
