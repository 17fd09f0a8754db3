"""Payloads compressed and encrypted (AES-256-GCM): Temporal's database holds nothing that can be read."""

import zlib
from collections.abc import Mapping, Sequence
from secrets import token_bytes

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

ENCODING = b"binary/carepath-aes-gcm"
_NONCE = 12


class LostKey(Exception):
    """A payload was encrypted under a secret that this process was not given."""


def derived(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose; nobody learns one key from another."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"carepath/{purpose}".encode()).derive(secret)


class Encrypted(PayloadCodec):
    """Encrypts under the first secret and reads what any of them wrote, so that a secret can be replaced."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        keys = [derived(secret, "payloads") for secret in secrets]
        self._keys: Mapping[bytes, AESGCM] = {_name(key): AESGCM(key) for key in keys}
        self._writes = _name(keys[0])

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._encode(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._decode(payload) for payload in payloads]

    def _encode(self, payload: Payload) -> Payload:
        nonce = token_bytes(_NONCE)
        sealed = self._keys[self._writes].encrypt(
            nonce, zlib.compress(payload.SerializeToString(), 1), self._writes
        )
        return Payload(metadata={"encoding": ENCODING, "key": self._writes}, data=nonce + sealed)

    def _decode(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        name = payload.metadata["key"]
        if name not in self._keys:
            raise LostKey(f"no secret here opens payloads of key {name.decode()}")
        nonce, sealed = payload.data[:_NONCE], payload.data[_NONCE:]
        return Payload.FromString(zlib.decompress(self._keys[name].decrypt(nonce, sealed, name)))


def _name(key: bytes) -> bytes:
    """A key is known by what is derived from it, never by itself."""
    return derived(key, "name").hex()[:12].encode()
