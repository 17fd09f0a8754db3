"""What there is at this clinic for a pathway to use: its roles, instruments, templates and other pathways."""

from datetime import date
from pathlib import Path

from commandline.loading import draft_names
from commandline.own_forms import FOLDER, read
from commandline.today import today
from commandline.unusable import Unusable
from engine.faults import Catalogue, KnownInstrument, KnownTemplate, Permission
from instruments.instrument import Instrument
from instruments.licences import permission
from instruments.rules import facts
from pathways.clinic import OUT_OF_HOURS_LINE, ROLES
from templates.catalogue import Template, TemplatesFaulty, load


def catalogue(
    folder: Path | None = None, *, questionnaires: Path | None = None, on: date | None = None
) -> Catalogue:
    """With the templates and the clinic's questionnaires of other folders, if they are given; licences as of `on`."""
    try:
        templates = load(folder) if folder else load()
    except TemplatesFaulty as faulty:
        raise Unusable(f"The templates have faults of their own:\n{faulty}") from faulty
    forms = read(questionnaires or FOLDER)
    day = on or today()
    return Catalogue(
        roles=ROLES,
        instruments={one.id: _instrument(one, permission(one, forms.licences, day)) for one in forms.all},
        templates={name: _template(one) for name, one in templates.items()},
        pathways=frozenset(draft_names()),
        out_of_hours_line=OUT_OF_HOURS_LINE,
    )


def _instrument(one: Instrument, may: Permission) -> KnownInstrument:
    return KnownInstrument(
        items=one.item_ids,
        bands=one.band_names,
        scored=one.rule is not facts,
        safety_items=tuple(dict.fromkeys(trigger.item for trigger in one.triggers)),
        not_left_out=tuple(trigger.item for trigger in one.triggers if trigger.flag_if_missing),
        permission=may,
        by_staff_only=one.asked_by != "patient",
    )


def _template(one: Template) -> KnownTemplate:
    return KnownTemplate(
        audience=one.audience,
        topic=one.topic,
        says=one.says,
        fields=one.fields,
        promises_a_call=one.needs_oncall,
    )
