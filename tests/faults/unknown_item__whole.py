"""A share of an item that its form does not have."""

from engine.conditions import PercentOf
from engine.language import ask, case, choose
from engine.spans import days
from instruments import DIARY
from tests.support.faultless import FORMS, a_call, a_pathway

SHARE = PercentOf(instrument="diary", item="mood", whole="fatige", within=days(7), days=5)
PATHWAY = a_pathway(
    ask("entry", DIARY, within=days(2), remind=FORMS),
    choose("share", case("high", SHARE >= 90, a_call())),
)
