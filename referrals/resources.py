"""The resources of a bundle: bytes to JSON within bounds, typed access to a field, and references."""

import json
import zlib
from dataclasses import dataclass
from typing import Any

from referrals.referral import Coded

LARGEST = 64 * 1024 * 1024
"""Bytes, unpacked. The largest referral of a test set has 4 MB; what is far beyond is no referral."""
_TYPES = frozenset({"transaction", "batch", "collection", "document", "message", "searchset"})
_OTHER_VERSIONS = {
    "MedicationOrder": "DSTU2",
    "ReferralRequest": "STU3",
    "ProcedureRequest": "STU3",
    "EligibilityRequest": "STU3",
    "MedicationUsage": "R5",
}

Json = dict[str, Any]


class Wrong(Exception):
    """The text says what is wrong with the file, without a word from it that could name the person."""


@dataclass(frozen=True, slots=True)
class Resources:
    of_type: dict[str, tuple[Json, ...]]
    by_address: dict[str, Json]
    number: tuple[str, str] | None

    def all(self, kind: str) -> tuple[Json, ...]:
        return self.of_type.get(kind, ())

    def find(self, reference: object) -> Json | None:
        address = text(reference, "reference") if isinstance(reference, dict) else None
        if address is None:
            return None
        return self.by_address.get(address) or self.by_address.get("/".join(address.split("/")[-2:]))


def open_bundle(content: bytes) -> Resources:
    return _resources(_parsed(_unpacked(content)))


def _unpacked(content: bytes) -> bytes:
    if content[:2] != b"\x1f\x8b":
        if len(content) > LARGEST:
            raise Wrong(f"it is larger than {LARGEST // 2**20} MB")
        return content
    plain = bytearray()
    while content:
        unpack = zlib.decompressobj(wbits=31)
        try:
            plain += unpack.decompress(content, LARGEST + 1 - len(plain))
        except zlib.error:
            raise Wrong("it is packed with gzip, and damaged") from None
        if len(plain) > LARGEST:
            raise Wrong(f"it unpacks to more than {LARGEST // 2**20} MB")
        if not unpack.eof:
            raise Wrong("it is packed with gzip, and its end is missing")
        content = unpack.unused_data.lstrip(b"\0")
    return bytes(plain)


def _parsed(content: bytes) -> object:
    if not content.strip():
        raise Wrong("it is empty")
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Wrong("it is not UTF-8 text") from None
    if words.lstrip().startswith("<"):
        raise Wrong("it is XML; only FHIR as JSON can be read")
    try:
        return json.loads(words, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Wrong(f"it is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except (RecursionError, ValueError):
        raise Wrong("it is not JSON that can be read: nested too deeply, or with a number too long") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        # Which of the two counts differs from reader to reader, so neither may be believed.
        raise Wrong("an object in it has the same field twice")
    return made


def _no_number(_: str) -> object:
    raise Wrong("it holds NaN or Infinity, which is not JSON")


def _resources(read: object) -> Resources:
    if not isinstance(read, dict) or "resourceType" not in read:
        raise Wrong("it is JSON, but no FHIR resource")
    if read["resourceType"] != "Bundle":
        raise Wrong("it is a single FHIR resource; a referral is a Bundle")
    if read.get("type") not in _TYPES:
        raise Wrong("Bundle.type is none that carries a referral, such as transaction or collection")
    of_type: dict[str, list[Json]] = {}
    by_address: dict[str, Json] = {}
    for number, entry in enumerate(listed(read, "entry", "Bundle")):
        kind, resource = _entered(number, entry)
        of_type.setdefault(kind, []).append(resource)
        for address in (text(entry, "fullUrl"), f"{kind}/{resource.get('id')}"):
            if address:
                by_address[address] = resource
    identifier = read.get("identifier")
    return Resources(
        {kind: tuple(found) for kind, found in of_type.items()},
        by_address,
        identified(identifier) if isinstance(identifier, dict) else None,
    )


def _entered(number: int, entry: Json) -> tuple[str, Json]:
    resource = entry.get("resource")
    if not isinstance(resource, dict) or not isinstance(kind := resource.get("resourceType"), str):
        raise Wrong(f"Bundle.entry[{number}] holds no resource")
    if kind in _OTHER_VERSIONS:
        raise Wrong(f"it is FHIR {_OTHER_VERSIONS[kind]} ({kind}); only R4 can be read")
    return kind, resource


def text(holder: Json, field: str) -> str | None:
    value = holder.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Wrong(f"{holder.get('resourceType', 'a part')}.{field} is not text")
    return _storable(value.strip()) or None


def _storable(words: str) -> str:
    """Half a character or a zero byte would pass as text here, and fail where it is written down."""
    if "\0" in words or any("\ud800" <= character <= "\udfff" for character in words):
        raise Wrong("a text in it holds a character that is none")
    return words


def part(holder: Json, field: str) -> Json:
    """An absent part is an empty one: each of its fields is then unknown."""
    value = holder.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Wrong(f"{holder.get('resourceType', 'a part')}.{field} is not written as FHIR R4 has it")
    return value


def listed(holder: Json, field: str, kind: str = "") -> tuple[Json, ...]:
    value = holder.get(field)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Wrong(f"{kind or holder.get('resourceType', 'a part')}.{field} is not a list of objects")
    return tuple(value)


def words_of(holder: Json, field: str) -> tuple[str, ...]:
    value = holder.get(field)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Wrong(f"{holder.get('resourceType', 'a part')}.{field} is not a list")
    return tuple(_storable(one.strip()) for one in value if isinstance(one, str) and one.strip())


def coded(concept: Json) -> Coded:
    found = listed(concept, "coding")
    codes = tuple(
        (system, code) for one in found if (system := text(one, "system")) and (code := text(one, "code"))
    )
    shown = next((words for one in found if (words := text(one, "display"))), None)
    return Coded(codes, text(concept, "text") or shown or "")


def code_of(holder: Json, field: str) -> str | None:
    """The code of a CodeableConcept with one coding, such as a clinical status."""
    return next((code for one in listed(part(holder, field), "coding") if (code := text(one, "code"))), None)


def identified(identifier: Json) -> tuple[str, str] | None:
    system, value = text(identifier, "system"), text(identifier, "value")
    return (system, value) if system and value else None
