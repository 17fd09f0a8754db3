"""What there is at this clinic for a pathway to use: its roles, instruments, templates and other pathways."""

from pathlib import Path

from commandline.loading import draft_names
from commandline.unusable import Unusable
from engine.faults import Catalogue, KnownInstrument, KnownTemplate
from instruments.catalogue import INSTRUMENTS
from instruments.instrument import Instrument
from instruments.rules import facts
from pathways.clinic import LICENCES, OUT_OF_HOURS_LINE, ROLES
from templates.catalogue import Template, TemplatesFaulty, load


def catalogue(folder: Path | None = None) -> Catalogue:
    """With the templates of another folder, if one is given."""
    try:
        templates = load(folder) if folder else load()
    except TemplatesFaulty as faulty:
        raise Unusable(f"The templates have faults of their own:\n{faulty}") from faulty
    return Catalogue(
        roles=ROLES,
        instruments={one.id: _instrument(one) for one in INSTRUMENTS},
        templates={name: _template(one) for name, one in templates.items()},
        pathways=frozenset(draft_names()),
        out_of_hours_line=OUT_OF_HOURS_LINE,
    )


def _instrument(one: Instrument) -> KnownInstrument:
    return KnownInstrument(
        items=one.item_ids,
        bands=one.band_names,
        scored=one.rule is not facts,
        safety_items=tuple(dict.fromkeys(trigger.item for trigger in one.triggers)),
        not_left_out=tuple(trigger.item for trigger in one.triggers if trigger.flag_if_missing),
        licensed=one.origin.shipping == "ship" or one.id in LICENCES,
        by_staff_only=one.asked_by == "clinician",
    )


def _template(one: Template) -> KnownTemplate:
    return KnownTemplate(
        audience=one.audience,
        topic=one.topic,
        says=one.says,
        fields=one.fields,
        promises_a_call=one.needs_oncall,
    )
