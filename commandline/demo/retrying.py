"""A person whose page does not load tries again: so do the demo's people, while a server is away."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

PATIENCE = 180.0
AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InternalClientError,  # of a connection that was cut off in the middle of its work
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
_NOT_NOW = (
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.UNKNOWN,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.ABORTED,
    RPCStatusCode.FAILED_PRECONDITION,
)
Result = TypeVar("Result")


async def again(what: Callable[[], Awaitable[Result]]) -> Result:
    """Everything that the demo's people do may be done twice: it counts once."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await what()
            except AWAY:
                pass
            except RPCError as error:
                if error.status not in _NOT_NOW:
                    raise
            await asyncio.sleep(0.2)
