"""The questions of the intake form, section by section; `history.py` makes the form of them."""

from collections.abc import Mapping

from instruments.items import Item, Number, choice, count, scale, text, yes_no

STORY = (
    text("narrative", "Tell us about your pain in your own words."),
    text("matters_most", "What matters most to you?"),
    text("own_explanation", "What do you think is the cause of your pain?"),
    text("helped_before", "What has helped you before?"),
    text("in_the_way", "What gets in the way of your care?"),
    text("medicine_list", "Which medicines do you take, and how much of each?"),
)


def _measure(item: str, wording: str, unit: str, *, low: int, high: int) -> Item:
    return Item(id=item, wording=wording, response=Number(low=low, high=high, unit=unit), optional=True)


SECTIONS: Mapping[str, tuple[Item, ...]] = {
    "symptoms": (
        choice(
            "pain_duration",
            "How long have you had this pain?",
            ("under_3_months", "Less than 3 months"),
            ("3_to_12_months", "3 to 12 months"),
            ("1_to_5_years", "1 to 5 years"),
            ("over_5_years", "More than 5 years"),
        ),
        yes_no("pain_head", "Does your head or face hurt?"),
        yes_no("pain_neck", "Does your neck hurt?"),
        yes_no("pain_arm", "Does a shoulder, arm or hand hurt?"),
        yes_no("pain_upper_back", "Does your upper back or chest hurt?"),
        yes_no("pain_low_back", "Does your low back hurt?"),
        yes_no("pain_leg", "Does a hip, leg or foot hurt?"),
        yes_no("pain_belly", "Does your belly hurt, or between your hips?"),
        yes_no("pain_widespread", "Does your body hurt all over?"),
        yes_no("burning", "Does it burn, tingle or feel like electric shocks?"),
        yes_no("recent_injury", "Did it start with an injury in the past 6 weeks?"),
        yes_no("past_surgery", "Have you had surgery for it?"),
        yes_no("past_procedure", "Have you had a shot or other procedure for it?"),
    ),
    "health": (
        yes_no("cancer_history", "Have you ever had cancer?"),
        yes_no("weight_loss", "Have you lost weight without trying?"),
        yes_no("diabetes", "Do you have diabetes?"),
        yes_no("kidney_disease", "Do you have kidney disease?"),
        yes_no("liver_disease", "Do you have liver disease?"),
        yes_no("weak_immune_system", "Is your immune system weak?"),
        yes_no("bleeding_problem", "Do you bleed more than other people?"),
        yes_no("implanted_device", "Do you have an implant, such as a pacemaker or a pain device?"),
        yes_no("seizures", "Have you ever had a seizure?"),
        _measure("weight_kg", "What is your weight in kilograms?", "kg", low=20, high=400),
        _measure("height_cm", "What is your height in centimeters?", "cm", low=80, high=250),
    ),
    "function": (
        choice(
            "work",
            "Do you work now?",
            ("full", "Yes, as before"),
            ("limited", "Yes, but less because of pain"),
            ("off_sick", "Not now, because of pain"),
            ("looking", "I am looking for work"),
            ("student", "I study"),
            ("home", "I care for my home or family"),
            ("retired", "I am retired"),
            ("disabled", "I get disability pay"),
        ),
        yes_no("work_goal", "Do you want help to work or to go back to work?"),
        yes_no("daily_help", "Do you need help to wash, dress, cook or clean?"),
        yes_no("daily_goal", "Do you want to work on doing these things with less help?"),
        yes_no("walking_aid", "Do you use a cane, a walker or a wheelchair?"),
    ),
    "activity": (
        count("active_days", "On how many days a week are you active for 30 minutes?", "days", high=7),
        count("walk_minutes", "How many minutes can you walk before you must stop?", "minutes", high=600),
        yes_no("avoids_activity", "Do you stay away from moving because you fear harm?"),
    ),
    "sleep": (
        yes_no("sleep_trouble", "Do you sleep badly?"),
        yes_no("sleep_apnea", "Have you been told that you have sleep apnea?"),
        yes_no("night_work", "Do you work at night or in shifts?"),
        yes_no("drives_for_work", "Do you drive or run machines for work?"),
    ),
    "mood": (
        scale("stress", "How much stress do you feel?", "None", "As much as can be"),
        yes_no("mental_health_care", "Do you see someone for your mental health?"),
        yes_no("bipolar_or_psychosis", "Have you been told that you have bipolar disorder or psychosis?"),
        yes_no("trauma", "Did something very bad happen to you that still troubles you?"),
    ),
    "social": (
        yes_no("lives_alone", "Do you live alone?"),
        yes_no("support_person", "Is there someone who can help you when you need it?"),
        yes_no("cares_for_others", "Do you care for a child or someone who is ill?"),
        yes_no("shared_phone", "Does someone else use your phone?"),
    ),
    "needs": (
        yes_no("need_food", "In the past year, did you worry that food would run out?"),
        yes_no("need_housing", "Are you worried about losing your home?"),
        yes_no("need_transport", "Is it hard for you to get to the clinic?"),
        yes_no("need_money", "Is it hard to pay for care or medicines?"),
        yes_no("need_safe_place", "Do you lack a safe place to walk or move?"),
        yes_no("need_digital", "Is it hard for you to use a phone or a computer for forms?"),
        yes_no("need_language", "Would you like an interpreter, or another language?"),
        yes_no("need_reading", "Would you like help with reading forms?"),
        yes_no("need_childcare", "Do you need someone to watch a child so that you can come?"),
        yes_no("need_work_hours", "Do your work hours make it hard to come?"),
    ),
    "falls": (
        count("falls_past_year", "How many times did you fall in the past year?", "falls", high=365),
        yes_no("fall_hurt", "Did a fall hurt you?"),
        yes_no("unsteady", "Do you feel unsteady when you stand or walk?"),
    ),
    "pregnancy": (
        choice(
            "pregnancy",
            "Are you pregnant, or could you be?",
            ("pregnant", "Yes, I am"),
            ("possible", "I could be"),
            ("no", "No"),
            ("not_applicable", "This can not be so for me"),
        ),
        yes_no("breastfeeding", "Do you breastfeed a baby?"),
    ),
    "substances": (
        yes_no("tobacco", "Do you smoke or vape, or use tobacco?"),
        yes_no("cannabis", "Do you use cannabis or CBD?"),
        yes_no("supplements", "Do you take herbs or other things from a store for your health?"),
        yes_no("injects_drugs", "Have you ever used drugs by needle?"),
    ),
    "readiness": (
        scale("readiness", "How ready are you to try new ways to live with pain?", "Not ready", "Very ready"),
        scale("confidence", "How sure are you that you can do it?", "Not sure at all", "Very sure"),
    ),
    "medicines": (
        yes_no("takes_opioid", "Do you take an opioid, such as oxycodone, tramadol or morphine?"),
        yes_no("takes_sedative", "Do you take something to sleep or to calm down?"),
        yes_no("takes_nerve_medicine", "Do you take gabapentin or pregabalin?"),
        yes_no("takes_muscle_relaxant", "Do you take something to relax your muscles?"),
        yes_no("takes_antidepressant", "Do you take something for low mood?"),
        yes_no("takes_anticoagulant", "Do you take a blood thinner, such as warfarin or aspirin?"),
        yes_no("takes_anti_inflammatory", "Do you take ibuprofen, naproxen or the like?"),
        yes_no("takes_steroid", "Do you take a steroid, such as prednisone?"),
        yes_no("allergy", "Has a medicine, latex or dye ever made you ill?"),
        yes_no("naloxone_at_home", "Do you have naloxone at home?"),
    ),
}
