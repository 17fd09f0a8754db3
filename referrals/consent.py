"""Whether the referral says that the person may be texted. What is not said plainly is not said: nobody is texted."""

from datetime import date

from referrals.people import span_of
from referrals.resources import Json, Resources, coded, listed, part, text

SYSTEM, TEXTS = "urn:carepath:consent", "texts"
"""FHIR has no code of its own for being texted, so the referring side uses this one in `Consent.provision.code`."""


def agreed_to_texts(resources: Resources, on: date) -> bool | None:
    """One no outweighs every yes. None: the referral does not say."""
    said = [_said(one, on) for one in resources.all("Consent")]
    if False in said:
        return False
    return True if True in said else None


def _said(consent: Json, on: date) -> bool | None:
    provision = part(consent, "provision")
    if (SYSTEM, TEXTS) not in {code for one in listed(provision, "code") for code in coded(one).codes}:
        return None
    status, kind = text(consent, "status"), text(provision, "type")
    if status == "rejected" or (status == "active" and kind == "deny"):
        return False
    whole = "provision" not in provision  # an exception within could be about exactly this
    return True if status == "active" and kind == "permit" and whole and _holds(provision, on) else None


def _holds(provision: Json, on: date) -> bool:
    """A period that cannot be read holds no day."""
    period = part(provision, "period")
    start, end = text(period, "start"), text(period, "end")
    begun, ended = span_of(start) if start else None, span_of(end) if end else None
    if (start and begun is None) or (end and ended is None):
        return False
    return (begun is None or begun[0] <= on) and (ended is None or on <= ended[1])
