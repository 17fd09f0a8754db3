"""What the patients' pages say about care, in plain words: visits, therapies, texts, tools. Drafts, for sign-off.

Each sentence is marked by `N_` for the catalogue and translated when it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass


def N_(words: str) -> str:  # noqa: N802  the name by which every catalogue tool finds them
    return words


VISIT_WITH: Mapping[str, str] = {
    "physician": N_("Visit with your doctor"),
    "physiatrist": N_("Visit with your rehabilitation doctor"),
    "pt": N_("Visit with your physical therapist"),
    "ot": N_("Visit with your occupational therapist"),
    "psych": N_("Visit with your psychologist"),
    "pharm": N_("Talk with your pharmacist"),
    "dietitian": N_("Visit with your dietitian"),
    "sleep": N_("Visit with your sleep specialist"),
    "sw": N_("Talk with your social worker"),
    "interventionalist": N_("Your procedure"),
    "proc_nurse": N_("Talk with your nurse"),
    "coordinator": N_("Talk with your coordinator"),
}
VISIT = N_("Visit with your team")
MODES: Mapping[str, str] = {
    "in_person": N_("at the clinic"),
    "video": N_("by video"),
    "phone": N_("by phone"),
}
STAGES: Mapping[str, str] = {
    "referral": N_("Your doctor sent you to us. We are getting to know you."),
    "intake": N_("You tell us about your pain and your life, so that we understand."),
    "assessment": N_("You meet the people of your team, one after the other."),
    "team_review": N_("Your team sits together and talks about what may help you."),
    "plan": N_("You and your team agree on a plan. You have the last word."),
    "active": N_("You follow your plan, step by step, and we go with you."),
    "re_evaluation": N_("Together we look back at what has helped."),
    "maintenance": N_("You keep up what helps. We check in now and then."),
    "discharge": N_("You finish this part of your care, with a plan of your own."),
}
THERAPIES: Mapping[str, str] = {
    "education": N_("Understanding pain"),
    "graded_exercise": N_("Moving more, in small steps"),
    "cbt": N_("Working with thoughts and feelings about pain"),
    "sleep_coaching": N_("Sleeping better"),
    "medicine_review": N_("A look at your medicines"),
    "steroid_injection": N_("An injection"),
}
THERAPY_STATES: Mapping[str, str] = {
    "planned": N_("comes later"),
    "running": N_("now"),
    "done": N_("done"),
}
FORM = N_("Your answers to our questions")
WHY: Mapping[str, str] = {
    "form": N_("Because a form is ready for you. Your answers help your team plan with you."),
    "visit": N_("Because you have a visit, and we want you to have the day and the time."),
    "safety": N_("Because of something that you told us. Your safety comes first."),
    "care": N_("Because it is part of the plan that you and your team agreed on."),
    "texting": N_("Because of how you chose to get our messages."),
}


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    words: tuple[str, ...]


TOOLS: tuple[Tool, ...] = (
    Tool(
        N_("On a hard day"),
        (
            N_(
                "A flare is pain that is worse than usual for a while. It is not a sign that you did harm, and it passes."
            ),
            N_("Do a little less, not nothing. Half of what you planned is enough."),
            N_(
                "Breathe slowly: in while you count to four, out while you count to six. Do that for three minutes."
            ),
            N_("Warmth, a short walk, music, a call with somebody: take what has helped you before."),
            N_("If anything on the warning list below is new, call us or 911."),
        ),
    ),
    Tool(
        N_("Doing things with pain"),
        (
            N_("Plan a small amount that you can do on a good day and on a bad day."),
            N_("Do what you planned: not more on a good day, not less on a hard day."),
            N_("Stop while it still goes well, rest, and go on later."),
            N_("Add a little each week."),
        ),
    ),
    Tool(
        N_("Sleep"),
        (
            N_("Get up at the same time each day, also after a bad night."),
            N_("If you lie awake for long, get up and do something quiet until you are sleepy."),
            N_("Keep the bed for sleep. No screens there."),
        ),
    ),
    Tool(
        N_("When to get help at once"),
        (
            N_(
                "Call 911 if you cannot pass urine or cannot hold it, are numb between your legs, or both legs get weak."
            ),
            N_("Call 911 for chest pain, trouble breathing, a swollen face, or if somebody cannot be woken."),
            N_(
                "Call us today for a fever after a procedure, new weakness, or a headache that is much worse when you sit up."
            ),
            N_("If you might hurt yourself, call or text 988, day or night."),
        ),
    ),
)
REPORTS: Mapping[str, str] = {
    "flare": N_("My pain is much worse: I have a flare"),
    "side_effect": N_("A treatment does me harm, or I have a side effect"),
    "question": N_("I have a question, or want to be called"),
    "barrier": N_("It is hard for me to come, to pay, or to take part"),
    "change": N_("Something in my life or health has changed"),
}
PAUSES: Mapping[str, str] = {
    "7": N_("For one week"),
    "14": N_("For two weeks"),
    "28": N_("For four weeks"),
}
