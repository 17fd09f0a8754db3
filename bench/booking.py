"""How fast visits are booked when twenty book at once, and that nothing is booked twice: python -m bench.booking."""

import asyncio
import sys
import tempfile
from pathlib import Path

from database.migrate import migrate
from database.pool import connect
from stack.postgres import run_postgres
from tests.support.booking_load import BROKEN, Load, run

ATTEMPTS, CONNECTIONS = 2000, 20


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="carepath-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # root's Postgres runs as another user, who must get in
        load, broken = asyncio.run(_measure(Path(folder) / "postgres"))
    at = {name: load.waits[int(len(load.waits) * share)] for name, share in (("p50", 0.5), ("p99", 0.99))}
    lines = [
        f"{ATTEMPTS} attempts over {CONNECTIONS} connections in {load.seconds:.1f} s: "
        f"{ATTEMPTS / load.seconds:.0f} a second",
        f"an attempt took {at['p50'] * 1000:.0f} ms (p50), {at['p99'] * 1000:.0f} ms (p99), "
        f"{load.waits[-1] * 1000:.0f} ms (longest)",
        f"{load.booked} searches booked, {load.moved} visits moved, {load.deadlocks} deadlocks, "
        + ", ".join(f"{count} {name}" for name, count in broken.items()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if load.deadlocks or any(broken.values()) else 0


async def _measure(folder: Path) -> tuple[Load, dict[str, int]]:
    server = await run_postgres(folder)
    try:
        await migrate(server.url())
        async with await connect(server.url(), at_most=CONNECTIONS) as pool:
            load = await run(pool, ATTEMPTS, CONNECTIONS)
            return load, {name: await pool.fetchval(sql) for name, sql in BROKEN.items()}
    finally:
        await server.stop()


if __name__ == "__main__":
    sys.exit(main())
