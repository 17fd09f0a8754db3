"""Passwords, the words that browsers hold, and second factors: what is kept of them opens nothing by itself."""

import asyncio
import secrets
from hashlib import sha256

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workflows.codec import derived

SHORTEST, LONGEST = 12, 200
AT_ONCE = 2
"""Each check takes 64 MiB of memory for a moment."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_NONCE = 12


def one_time_password() -> str:
    """Sixteen letters that nobody confuses, in groups: for one sign-in."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def new_word() -> str:
    return secrets.token_urlsafe(32)


def digest(word: str) -> bytes:
    return sha256(word.encode()).digest()


def weakness(password: str, name: str) -> str | None:
    """Why it is no good password, in words for whoever chose it; None if it will do."""
    if len(password) < SHORTEST:
        return f"It needs at least {SHORTEST} characters. A few words that do not belong together are easy to keep."
    if len(password) > LONGEST:
        return f"It may have at most {LONGEST} characters."
    if len(set(password.lower())) < 6:
        return "It repeats itself too much."
    if name in password.lower():
        return "Your own name is the first thing that somebody would try."
    return None


class Passwords:
    """Hashes with argon2id. One that is wrong and one of nobody take the same time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._nobodys = self._hasher.hash(new_word())

    def hashed(self, password: str) -> str:
        return self._hasher.hash(password)

    async def hash(self, password: str) -> str:
        async with self._gate:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, hashed: str | None) -> bool:
        async with self._gate:
            right = await asyncio.to_thread(self._verify, password, hashed or self._nobodys)
        return right and hashed is not None

    def _verify(self, password: str, hashed: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except VerificationError:
            return False


class SecondFactor:
    """Codes of an app on a phone, six digits for thirty seconds (TOTP). Its keys are sealed with the clinic's secret."""

    def __init__(self, secret: bytes) -> None:
        self._box = AESGCM(derived(secret, "second factor"))

    def new_key(self) -> str:
        return pyotp.random_base32()

    def seal(self, key: str, account: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._box.encrypt(nonce, key.encode(), account.encode())

    def opened(self, sealed: bytes, account: str) -> str | None:
        """None: it was sealed with another secret, or for another account."""
        try:
            return self._box.decrypt(sealed[:_NONCE], sealed[_NONCE:], account.encode()).decode()
        except InvalidTag:
            return None

    def address(self, key: str, account: str) -> str:
        return pyotp.TOTP(key).provisioning_uri(name=account, issuer_name="carepath")

    def step_of(self, key: str, code: str, seconds: float) -> int | None:
        """The time step whose code this is: of now, or of the one before or after. None: of none of them."""
        totp = pyotp.TOTP(key)
        now = int(seconds) // totp.interval
        plain = code.replace(" ", "")
        found = (
            step for step in (now, now - 1, now + 1) if secrets.compare_digest(totp.generate_otp(step), plain)
        )
        return next(found, None) if plain.isascii() else None
