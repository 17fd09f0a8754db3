"""What must not get worse while other things get better: harm, burden, and patients who are lost."""

from database.quality.follow_up import PROCEDURES
from database.quality.measures import Measure

BALANCE = (
    Measure(
        id="QM25",
        kind="balance",
        title="Serious complications of procedures",
        numerator="a serious complication within 30 days",
        denominator="procedures in the period",
        better="down",
        per=1000,
        rows=f"""
        select done.patient, done.journey, done.at, exists (
          select from task where task.journey = done.journey and step in ('serious_complication', 'root_cause_review')
            and opened_at between done.at and done.at + interval '30 days') as met
        from asked, {PROCEDURES} as done join journeys on journeys.id = done.journey
        where done.at >= asked.start and done.at < asked.until""",
    ),
    Measure(
        id="QM26",
        kind="balance",
        title="Infections after procedures",
        numerator="confirmed within 30 days",
        denominator="procedures in the period",
        better="down",
        missing="suspected infections are alerts; whether one was confirmed is not recorded",
    ),
    Measure(
        id="QM27",
        kind="balance",
        title="Emergency visits for pain or opioids",
        numerator="visits",
        denominator="100 patient-years",
        better="down",
        missing="visits to emergency departments are not recorded",
    ),
    Measure(
        id="QM28",
        kind="balance",
        title="Doses lowered too fast",
        numerator="lower by more than 20 % in 28 days, without a second signature",
        denominator="patients whose dose is being lowered",
        better="down",
        missing="doses are not recorded step by step",
    ),
    Measure(
        id="QM29",
        kind="balance",
        title="Severe withdrawal",
        numerator="SOWS of 21 or more, or COWS of 25 or more",
        denominator="patients and months with such a score in the period",
        better="down",
        rows="""
        select score.patient, min(score.journey) as journey, max(score.at) as at,
          bool_or(score.value >= case instrument when 'sows' then 21 else 25 end) as met
        from asked, score join journeys on journeys.id = score.journey
        where instrument in ('sows', 'cows') and score.value is not null
          and score.at >= asked.start and score.at < asked.until
        group by score.patient, date_trunc('month', score.at, 'UTC')""",
    ),
    Measure(
        id="QM30",
        kind="balance",
        title="Burden on patients",
        numerator="the median of visits and forms",
        denominator="active patients and months",
        better="watch",
        missing="a median is not a share; it is not counted yet",
    ),
    Measure(
        id="QM31",
        kind="balance",
        title="Patients who want no more texts",
        numerator="a no after a text, and before the next one",
        denominator="texts sent in the period",
        better="down",
        per=1000,
        rows="""
        select sent.patient, sent.journey, sent.at, exists (
          select from consent where consent.patient = sent.patient and channel = 'sms' and not granted
            and recorded_at >= sent.at and recorded_at < coalesce(sent.next_at, 'infinity')) as met
        from asked, (
          select patient, journey, prompt.at, lead(prompt.at) over (partition by patient order by prompt.at, key) as next_at
          from prompt, asked where prompt.state = 'sent' and prompt.at >= asked.start
        ) as sent join journeys on journeys.id = sent.journey
        where sent.at < asked.until""",
    ),
    Measure(
        id="QM32",
        kind="balance",
        title="Patients lost from sight",
        numerator="no answer, visit or talk for 60 days",
        denominator="journeys that are under way and began 60 days before",
        better="down",
        rows="""
        with seen as (
          select asked_for.patient from asked, questionnaire_request as asked_for
          where asked_for.state = 'answered' and asked_of in ('patient', 'caregiver')
            and asked_for.ended_at between least(asked.until, asked.at) - interval '60 days' and least(asked.until, asked.at)
          union select appointment.patient from asked, appointment
          where state = 'attended'
            and starts_at between least(asked.until, asked.at) - interval '60 days' and least(asked.until, asked.at)
          union select task.patient from asked, task
          where contact and task.state = 'done' and task.outcome is distinct from 'not_reached'
            and task.ended_at between least(asked.until, asked.at) - interval '60 days' and least(asked.until, asked.at)
        )
        select journeys.patient, journeys.id as journey, least(asked.until, asked.at) as at, seen.patient is null as met
        from asked, journeys join (
          select journey, at from journal where kind = 'event' and what = 'Enrolled'
        ) as began on began.journey = journeys.id left join seen on seen.patient = journeys.patient
        where asked.start <= asked.at and journeys.status = 'active'
          and began.at <= least(asked.until, asked.at) - interval '60 days'""",
    ),
    Measure(
        id="QM36",
        kind="balance",
        title="High opioid doses",
        numerator="90 mg of morphine or more a day, by the referral",
        denominator="journeys under way with opioids in the referral; never a target for one patient",
        better="down",
        rows="""
        select journeys.patient, journeys.id as journey, least(asked.until, asked.at) as at,
          case when sum(mme) >= 90 then true when bool_or(mme is null) then null else false end as met
        from asked, journeys join lateral (
            select digest, received_at from referral where referral.patient = journeys.patient and received_at < asked.until
            order by received_at desc limit 1) as referral on true
          join medicine on medicine.referral = referral.digest
        where opioid is not null and active is not false and journeys.status in ('active', 'on_hold')
          and asked.start <= asked.at
        group by journeys.patient, journeys.id, asked.until, asked.at""",
    ),
)
EQUITY = (
    Measure(
        id="QM33",
        kind="equity",
        title="The same care for all",
        numerator="QM02 and QM18",
        denominator="by language, payer and distance",
        better="watch",
        missing="each measure's page compares languages; payers and distances are not compared yet",
    ),
)
