"""Made-up staff for the demo's console, with passwords that are printed: they guard nothing but made-up patients."""

from collections.abc import Mapping, Sequence

from database.accounts import add_account
from database.pool import connect
from pathways.roles import (
    COORDINATOR,
    MEDICAL_DIRECTOR,
    PHARMACIST,
    PHYSICIAN,
    PHYSIOTHERAPIST,
    PSYCHOLOGIST,
)
from web.console.passwords import Passwords, one_time_password

STAFF: Mapping[str, Sequence[str]] = {
    "maria": (COORDINATOR,),
    "sam": (COORDINATOR,),
    "chen": (PHYSICIAN,),
    "okafor": (MEDICAL_DIRECTOR, PHYSICIAN),
    "lena": (PSYCHOLOGIST,),
    "tom": (PHYSIOTHERAPIST,),
    "priya": (PHARMACIST,),
}


async def made_up_staff(database_url: str) -> Sequence[tuple[str, Sequence[str], str]]:
    """Name, roles and password of each; nobody has to choose their own in a demo."""
    hasher, made = Passwords(), []
    async with (
        await connect(database_url, "carepath_console", at_most=1) as pool,
        pool.acquire() as connection,
    ):
        for name, roles in STAFF.items():
            password = one_time_password()
            await add_account(connection, name, roles, hasher.hashed(password))
            await connection.execute("update account set one_time = false where name = $1", name)
            made.append((name, roles, password))
    return made
