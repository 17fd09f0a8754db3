"""A pathway that uses every word of the language, for whatever must be able to show or keep all of them."""

from engine.ladders import Severity, call, expire, ladder, remind, tell
from engine.language import (
    after,
    ask,
    before,
    book,
    cancel,
    case,
    choose,
    confer,
    deliver_plan,
    finish,
    go,
    hold,
    mark,
    message,
    milestone,
    on_ending,
    procedure,
    repeat,
    rule,
    safety,
    seat,
    stage,
    start,
    task,
    therapy,
    together,
    wait,
)
from engine.questions import (
    above_median,
    age,
    all_of,
    answer,
    answer_change,
    any_of,
    at_least,
    attended,
    band,
    baseline,
    change,
    days_since,
    days_with,
    fact,
    flag,
    improved,
    known,
    left_out,
    mean_change,
    missed_in_a_row,
    outcome,
    percent_change,
    percent_of,
    reported,
    safety_open,
    score,
    times_reported,
    worse_than_best,
    worsened,
)
from engine.spans import clinic_days, clinic_hours, days, hours, minutes, months, weeks
from engine.words import Pathway
from instruments import DIARY, PEG, PHQ9

FORMS = ladder(
    "FORMS",
    remind(hours(24), "form_reminder"),
    remind(hours(72), "form_reminder", other_channel=True),
    call(days(7), "coordinator"),
    expire(days(14)),
)
FORMS_FIRST = ladder("RL-A-first", remind(hours(24), "form_reminder"), then=FORMS)
VISITS = ladder(
    "VISITS",
    remind(-days(1), "visit_reminder", since="start", at="16:00"),
    call(-hours(24), "coordinator", since="start", only_while="unconfirmed"),
    call(clinic_days(2), "coordinator", severity="SEV1", only_while="unbooked"),
    tell(minutes(0), "ops", since="start"),
)
WORK = ladder(
    "RL-F",
    tell(clinic_days(0), "owner", "coordinator"),
    tell(minutes(30), "oncall", since="opened", only_while="unaccepted"),
    tell(minutes(0), "oncall", since="opened"),
    again=clinic_days(5),
)
AT_ONCE = Severity(name="SEV1", within=minutes(30), ladder="RL-F", shows="crisis_reply")
LATER = Severity(name="SEV3", within=clinic_hours(4), ladder="RL-F")

REFERRAL = stage(
    "referral",
    message("welcome", "welcome_optin"),
    task(
        "triage",
        "coordinator",
        within=clinic_days(2),
        outcomes={"accept": (), "redirect": finish("sent_on", "redirected")},
    ),
    mark("may_be_texted", "texting"),
    mark("not_at_work", "working", value=False),
    milestone("ENR"),
)
ASSESSMENT = stage(
    "assessment",
    together(
        "assessments",
        ask(
            "baseline",
            PEG,
            PHQ9,
            within=days(7),
            before_visit="first_visit",
            remind=FORMS_FIRST,
            unanswered=task("baseline_by_phone", "coordinator", within=clinic_days(2), contact=True),
            declined=task("baseline_declined", "coordinator", within=clinic_days(2), private=True),
        ),
        book(
            "first_visit",
            "physician",
            minutes=60,
            within=weeks(3),
            remind=VISITS,
            modes=("in_person", "video"),
            missed=(
                (
                    message("first_visit_missed", "visit_missed", urgency="visit"),
                    task("first_visit_call", "coordinator"),
                ),
                mark("first_visit_missed_twice", "to_discuss"),
            ),
            could_not=task("first_visit_did_not_take_place", "coordinator", within=clinic_days(2)),
            declined=task("first_visit_declined", "coordinator", within=clinic_days(2)),
        ),
        (
            wait(
                "ten_days",
                after("ENR", days(10), at="10:00", on_clinic_day=True),
                until=outcome("baseline", "done"),
            ),
            ask(
                "tests",
                PEG,
                by="physio",
                within=days(3),
                when=after("first_visit", days(0)),
                during_hold=True,
            ),
        ),
    ),
    alongside=repeat(
        "diary", ask("diary_entry", DIARY, within=days(1)), every=days(1), until=flag("better"), at_most=30
    ),
)
REVIEW = stage(
    "team_review",
    confer(
        "conference",
        quorum=("physician", ("physio", "nurse"), "psychologist", seat("pharm", when=fact("mme") >= 50)),
        inputs=("physician", "physio"),
        cut_off=clinic_days(1),
        within=weeks(1),
        escalate=WORK,
        plans=True,
        proposes={"responder": improved(PEG, percent=30), "worse": worsened(PHQ9, points=5)},
        outcomes={"plan": (), "not_for_us": go("leave_at_once", "discharge")},
        retry=clinic_days(5),
        after_failures=task("no_quorum_twice", "director", within=clinic_days(1)),
    ),
    deliver_plan(),
)
RE_EVALUATION = stage(
    "re_evaluation",
    book(
        "sessions",
        "physio",
        minutes=45,
        visits=6,
        every=weeks(1),
        within=weeks(8),
        not_before=after("conference", days(7)),
    ),
    choose(
        "what_follows",
        case("better", improved(PEG) & (score(PHQ9) < 10)),
        case("much_worse", band(PHQ9, "severe") | (change(PHQ9) >= 5), hold("pause", review=weeks(2))),
        otherwise=go(
            "once_more",
            "team_review",
            at_most=3,
            instead=(task("what_else", "physician", within=clinic_days(5)), go("give_up", "discharge")),
        ),
        undecided=task("find_out", "coordinator", within=clinic_days(2), severity=LATER),
    ),
    choose("is_there_more", case("flare", flag("flare"), start("flare_care", "flare_up")), undecided=()),
)
DISCHARGE = stage("discharge", message("goodbye"), finish("the_end", "discharged"))

INJECTION = therapy(
    "injection",
    "Epidural steroid injection & what goes with it",
    procedure(
        "injection_visit",
        "interventionist",
        minutes=60,
        within=weeks(8),
        remind=VISITS,
        before=(
            task(
                "checklist",
                "nurse",
                when=before("injection_visit", days(14)),
                within=days(3),
                outcomes={"ready": (), "no_go": cancel("no_injection", "injection_visit")},
            ),
            message(
                "fasting",
                "prep_steps",
                when=before("injection_visit", days(1), at="10:00"),
                undo=message("eat", "prep_steps"),
            ),
        ),
        after=ask("next_day", PEG, when=after("injection_visit", days(1)), within=days(1)),
        cancelled=task("tell_the_referrer", "coordinator", within=clinic_days(2)),
    ),
)

SAFETY = (
    safety(
        "thoughts_of_self_harm",
        answer(PHQ9, "q9") >= 1,
        task("call_now", "oncall", severity=AT_ONCE, contact=True),
    ),
    safety("item_left_out", left_out(PHQ9, "q9"), task("ask_it", "nurse", within=clinic_hours(4))),
)
RULES = (
    rule(
        "getting_worse",
        at_least(
            2,
            worse_than_best(PEG, months(2), percent=True) >= 30,
            worse_than_best(PEG, months(2)) > 1.5,
            age() > 80,
        ),
        message("offer", "barrier_offer", to="caregiver"),
        undecided=task("look_at_it", "coordinator", within=clinic_days(1)),
        stages=("assessment", "re_evaluation"),
        again_after=weeks(2),
    ),
    rule(
        "many_things",
        any_of(
            all_of(known(fact("sex")), fact("sex").says("female"), ~flag("pregnant")),
            missed_in_a_row("sessions") >= 2,
            days_since("ENR") > 100,
            days_with(DIARY, DIARY.item_ids[0], at_least=8, within=days(7)) >= 3,
            reported("flare"),
            reported("words", "rf01"),
            baseline(PHQ9) <= 4,
            percent_change(PHQ9) < -20,
            ~(flag("a") | flag("b")) & (improved(PEG, points=2) | flag("c")),
            answer(PHQ9, "q1").says_not(value=True),
            percent_change(PEG, since="next_day") < -30,
            answer_change(DIARY, "mood") <= -3,
            above_median(DIARY, "mood", days(14), days=7) >= 2,
            mean_change(DIARY, "mood", days(7), against=days(28), days=4) <= -40,
            percent_of(DIARY, "mood", "fatigue", days(7), days=5) >= 90,
            times_reported("flare", days(90)) >= 2,
            attended("sessions") >= 9,
            safety_open(AT_ONCE),
        ),
        mark("to_be_discussed", "to_discuss"),
    ),
)

EVERY_WORD = Pathway(
    name="every_word",
    title="Every word of the language <at once>",
    stages=(REFERRAL, ASSESSMENT, REVIEW, RE_EVALUATION, DISCHARGE),
    therapies=(INJECTION, therapy("rest", "Rest", task("rest_well", "nurse", within=days(3)))),
    safety=SAFETY,
    rules=RULES,
    ladders=(FORMS, FORMS_FIRST, VISITS, WORK),
    severities=(AT_ONCE, LATER),
    endings=(on_ending("withdrew", task("say_goodbye", "coordinator", within=clinic_days(2))),),
)
