"""A clinic that runs, as `carepath up` runs one, and commands typed as a person types them."""

import base64
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from commandline.loading import load_pathway
from commandline.running import Stack, running

SECRET = b"s" * 32


@pytest.fixture(scope="session")
async def stack() -> AsyncIterator[Stack]:
    with tempfile.TemporaryDirectory(prefix="carepath-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        async with running(Path(folder), SECRET, [(load_pathway("chronic_pain"), None)]) as found:
            yield found


@pytest.fixture
def settings(stack: Stack) -> Mapping[str, str]:
    """As somebody sets them who has servers of their own."""
    return {
        "DATABASE_URL": stack.database_url,
        "CAREPATH_SECRET": base64.b64encode(SECRET).decode(),
        "TEMPORAL_ADDRESS": stack.temporal.address,
    }
