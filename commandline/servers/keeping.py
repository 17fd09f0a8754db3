"""The folder in which a carepath keeps its data: its databases, its secret, its logs, and who runs there now."""

import base64
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commandline.servers.reach import SECRET
from commandline.unusable import Unusable
from stack.processes import is_root


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Made if it is new. Only one carepath runs in it at a time; the lock ends with the process, however that ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Where root starts it, Postgres runs as another user, who has to get in; nobody else has any business here.
        folder.chmod(0o711 if is_root() else 0o700)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Unusable(
            f"{folder} cannot be used: {error.strerror}. Name another folder: carepath up --folder DIR"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Unusable(f"a carepath runs in {folder} already. Its addresses: carepath status") from None
    try:
        yield
    finally:
        os.close(lock)


def secret_of(folder: Path) -> bytes:
    """Made once, and for the owner's eyes only. Without it nothing that Temporal has stored can be read again."""
    file = folder / SECRET
    if not file.exists():
        if (folder / "temporal" / "temporal.sqlite").exists():
            raise Unusable(
                f"{file} is gone, and without it nothing in {folder / 'temporal'} can be read. Put it back from a backup."
            )
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
    return base64.b64decode(file.read_text(encoding="ascii"))
