"""A rule goes on after it has led to another stage, but not after the end."""

from engine.language import finish, go, message, rule
from engine.questions import reported
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(
    a_call(),
    rules=(
        rule(
            "moved_away",
            reported("moved_away"),
            go("once_more", "care", at_most=2),
            finish("gone", "moved"),
            message("farewell", "welcome"),
        ),
    ),
)
