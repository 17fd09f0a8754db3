"""`read_reply`: what a text that came in means, given what was asked. Pure; whatever it cannot tell, a person reads."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from replies.letters import words_of
from replies.lists import PROVIDER_HELPS, PROVIDER_STARTS, PROVIDER_STOPS, read_list, read_lists
from replies.meaning import Asked, Intent, Reading
from replies.numbers import number_in

LONGEST = 1600
"""Letters of a text that are read: as many as the provider lets through."""
CRISIS, WARNING_SIGNS, REPORTS = read_list("crisis"), read_lists("signs"), read_lists("reports")
DEATH, NOT_A_DEATH = read_list("death"), read_list("not_a_death")
WRONG_NUMBER, HELP, THANKS = read_list("wrong_number"), read_list("help"), read_list("thanks")
OPT_OUT, OPT_OUT_WHOLE = read_list("opt_out"), read_list("opt_out_whole")
NOT_AN_OPT_OUT, OPT_IN, YES = read_list("not_an_opt_out"), read_list("opt_in"), read_list("yes")
CHANGE_VISIT, JUST_R, CONFIRM = read_list("change_visit"), read_list("just_r"), read_list("confirm")
CALL_ME, NOT_A_CALL = read_list("call_me"), read_list("not_a_call")
LATER, IN_A_DAY, IN_A_WEEK = read_list("later"), read_list("in_a_day"), read_list("in_a_week")
IN_HOURS = frozenset(("hour", "hours", "hr", "hrs", "hora", "horas"))
NEGATIONS = frozenset(
    (
        "no",
        "not",
        "cannot",
        "never",
        "nunca",
        "but",
        "pero",
        "unless",
        "if",
        "maybe",
        "quizas",
        "sure",
        "when",
        "cuando",
    )
)
_ONE_WORD = re.compile(r"[^\w]+")


def read_reply(text: str, asked: Asked) -> Reading:
    text = text[:LONGEST]
    words = words_of(text)
    signs = tuple(sign for sign, phrases in WARNING_SIGNS.items() if phrases.within(words))
    reports = tuple(report for report, phrases in REPORTS.items() if phrases.within(words))
    number = None if asked.number is None else number_in(text, *asked.number)
    intents = (
        *(("crisis",) if CRISIS.within(words) else ()),
        *(("red_flag",) if signs else ()),
        *_about_texts(text, words, asked),
        *(("report",) if reports else ()),
        *_about_visits(words, asked),
        *(("call_me",) if CALL_ME.within(words) and not NOT_A_CALL.within(words) else ()),
        *(("number",) if number is not None else ()),
        *(("later",) if (asked.form or asked.number) and LATER.within(words) else ()),
    )
    if not intents:
        intents = ("courtesy",) if THANKS.within(words) else ("unclear",)
    return Reading(
        intents=intents,
        signs=signs,
        reports=reports,
        number=number,
        wait=_wait(words) if "later" in intents else None,
    )


def is_keyword(text: str) -> bool:
    """Whether the text provider takes it for a word of its own, acts on it, and answers it by itself."""
    return text.strip().casefold() in PROVIDER_STOPS | PROVIDER_STARTS | PROVIDER_HELPS


def _about_texts(text: str, words: tuple[str, ...], asked: Asked) -> Iterator[Intent]:
    """What the provider takes for a word of its own, we take for it too: the two must never disagree."""
    alone = _ONE_WORD.sub("", text.casefold())
    if DEATH.within(words) and not NOT_A_DEATH.within(words):
        yield "death"
    if WRONG_NUMBER.within(words):
        yield "wrong_number"
    wants_out = OPT_OUT_WHOLE.within(words) or (OPT_OUT.within(words) and not NOT_AN_OPT_OUT.within(words))
    if alone in PROVIDER_STOPS or wants_out:
        yield "opt_out"
    elif (
        (alone in PROVIDER_STARTS and alone != "yes")
        or (asked.opted_out and YES.within(words))
        or OPT_IN.within(words)
    ):
        yield "opt_in"
    if alone in PROVIDER_HELPS or HELP.within(words):
        yield "help"


def _about_visits(words: tuple[str, ...], asked: Asked) -> Iterator[Intent]:
    """One letter, a yes or a thank-you says something about a visit only if a visit was asked about."""
    if (asked.visit and JUST_R.within(words)) or CHANGE_VISIT.within(words):
        yield "change_visit"
    elif asked.visit and CONFIRM.within(words) and NEGATIONS.isdisjoint(words):
        yield "confirm"


def _wait(words: tuple[str, ...]) -> timedelta | None:
    for before, unit in pairwise(words):
        if unit in IN_HOURS and before.isdecimal() and 0 < int(before) <= 48:
            return timedelta(hours=int(before))
    if IN_A_WEEK.within(words):
        return timedelta(weeks=1)
    return timedelta(days=1) if IN_A_DAY.within(words) else None
