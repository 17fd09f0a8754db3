"""The person of a referral: who, how to reach them, in which language and zone."""

import calendar
import re
from datetime import date

import phonenumbers

from engine.zones import UnknownZone, zone_rules
from referrals.referral import Address, Person, Phone
from referrals.resources import Json, Wrong, code_of, identified, listed, part, text, words_of
from referrals.states import zone_of_state

_ZONE = "http://hl7.org/fhir/StructureDefinition/timezone"
_TIME = r"(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?"
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)" + _TIME + ")?)?")
_NAMES = ("official", "usual", "", "temp", "nickname", "anonymous", "maiden", "old")
OLDEST = 125


def died(patient: Json) -> bool:
    """True or false only where the file says so in a way that can be read, or says nothing."""
    when, whether = patient.get("deceasedDateTime"), patient.get("deceasedBoolean")
    if when is not None and whether is not None:
        raise Wrong("Patient.deceased is said twice, once as a date and once as yes or no")
    if (
        any(field in patient for field in ("_deceasedDateTime", "_deceasedBoolean"))
        and when is whether is None
    ):
        raise Wrong("whether the person has died is withheld")
    if when is not None:
        if not isinstance(when, str) or span_of(when) is None:
            raise Wrong(
                "Patient.deceasedDateTime is no date, so it cannot be told whether the person has died"
            )
        return True
    if whether not in (None, True, False) or (isinstance(whether, int) and not isinstance(whether, bool)):
        raise Wrong("Patient.deceasedBoolean is neither true nor false")
    return whether is True


def read_person(patient: Json, on: date) -> Person:
    family, given = _name(patient)
    identifiers = _identifiers(patient)
    addresses = [one for one in listed(patient, "address") if text(one, "use") not in ("old", "billing")]
    address = _address(addresses[0]) if addresses else None
    phones, unreadable = _phones(patient, address, on)
    return Person(
        family=family,
        given=given,
        born=_born(patient, on),
        sex=text(patient, "gender"),
        identifiers=identifiers,
        phones=phones,
        unreadable_phones=unreadable,
        emails=_emails(patient, on),
        address=address,
        language=_language(patient),
        zone=_zone(patient, addresses, address),
    )


def age_on(born: tuple[date, date], on: date) -> tuple[int, int]:
    """The least and the most it can be."""
    return _years(born[1], on), _years(born[0], on)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _born(patient: Json, on: date) -> tuple[date, date]:
    written = text(patient, "birthDate")
    if written is None:
        raise Wrong("Patient.birthDate is missing")
    span = span_of(written) if "T" not in written else None
    if span is None:
        raise Wrong("Patient.birthDate is no date")
    if span[0] > on:
        raise Wrong("Patient.birthDate is in the future")
    if age_on(span, on)[0] > OLDEST:
        raise Wrong(f"Patient.birthDate makes the person older than {OLDEST}")
    return span


def span_of(written: str) -> tuple[date, date] | None:
    """The first and the last day that a FHIR date can mean; None: it is none."""
    found = _DATE.fullmatch(written)
    if found is None:
        return None
    year, month, day = int(found[1]), found[2] and int(found[2]), found[3] and int(found[3])
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        return first, date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    except ValueError:
        return None


def _name(patient: Json) -> tuple[str, tuple[str, ...]]:
    names = sorted(
        (one for one in listed(patient, "name") if text(one, "use") != "old"),
        key=lambda one: _NAMES.index(use) if (use := text(one, "use") or "") in _NAMES else len(_NAMES),
    )
    for name in names:
        family = text(name, "family") or text(name, "text")
        if family:
            return family, words_of(name, "given")
    raise Wrong("Patient.name is missing")


def _identifiers(patient: Json) -> tuple[tuple[str, str], ...]:
    found = [one for one in listed(patient, "identifier") if text(one, "use") != "old" and identified(one)]
    if not found:
        raise Wrong(
            "Patient.identifier is missing, so a second referral of the same person could not be told"
        )
    # The record number of the referring side; a passport or a driver's licence may be renewed.
    ordered = sorted(found, key=lambda one: code_of(one, "type") != "MR")
    return tuple(dict.fromkeys(pair for one in ordered if (pair := identified(one))))


def _current(patient: Json, systems: tuple[str, ...], on: date) -> list[Json]:
    found = []
    for one in listed(patient, "telecom"):
        end = text(part(one, "period"), "end")
        span = span_of(end) if end else None
        if text(one, "system") in systems and text(one, "use") != "old" and not (span and span[1] < on):
            found.append(one)
    return sorted(found, key=lambda one: rank if isinstance(rank := one.get("rank"), int) else 99)


def _phones(patient: Json, address: Address | None, on: date) -> tuple[tuple[Phone, ...], int]:
    country = address.country if address and address.country and len(address.country) == 2 else "US"
    phones, unreadable = [], 0
    for one in _current(patient, ("phone", "sms"), on):
        try:
            parsed = phonenumbers.parse(text(one, "value") or "", country.upper())
        except phonenumbers.NumberParseException:
            unreadable += 1
            continue
        if not phonenumbers.is_possible_number(parsed):
            unreadable += 1
            continue
        phones.append(
            Phone(
                phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164),
                parsed.extension,
                text(one, "use"),
                phonenumbers.is_valid_number(parsed),
            )
        )
    return tuple(dict.fromkeys(phones)), unreadable


def _emails(patient: Json, on: date) -> tuple[str, ...]:
    written = (text(one, "value") or "" for one in _current(patient, ("email",), on))
    return tuple(
        dict.fromkeys(one for one in written if re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", one))
    )


def _address(one: Json) -> Address:
    country = text(one, "country")
    return Address(
        words_of(one, "line"),
        text(one, "city"),
        text(one, "state"),
        text(one, "postalCode"),
        "US" if country in ("USA", "United States") else country,
    )


def _language(patient: Json) -> str | None:
    spoken = sorted(listed(patient, "communication"), key=lambda one: one.get("preferred") is not True)
    codes = (code_of(one, "language") for one in spoken)
    return next((code.split("-")[0].lower() for code in codes if code), None)


def _zone(patient: Json, addresses: list[Json], address: Address | None) -> str | None:
    for holder in (patient, *addresses[:1]):
        for extension in listed(holder, "extension"):
            name = extension.get("valueCode")
            if extension.get("url") == _ZONE and isinstance(name, str):
                try:
                    zone_rules(name)
                except UnknownZone:
                    raise Wrong("the time zone is none of the IANA names, such as America/Chicago") from None
                return name
    return zone_of_state(address.state, address.country) if address else None
