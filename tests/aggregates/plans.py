"""How SQLite finds the rows of a statement: by an index, or by reading the whole table."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from bot.storage.database import Database


@asynccontextmanager
async def run_in(database: Database) -> AsyncIterator[set[str]]:
    """Collect the statements that are run, until the end of the block; other than these, none is kept."""
    run: list[str] = []
    statements: set[str] = set()
    connections = [database._writer, *database._idle._queue]  # type: ignore[attr-defined]
    for connection in connections:
        await connection.set_trace_callback(run.append)
    yield statements
    for connection in connections:
        await connection.set_trace_callback(None)
    statements.update(sql for sql in run if sql.lstrip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")))


async def plans_of(database: Database, statements: Iterable[str]) -> list[str]:
    """Return the steps of all statements, as SQLite's documentation, “EXPLAIN QUERY PLAN”, has them.

    SCAN reads the whole of a table or index, SEARCH the part of it that is asked for.
    """
    steps = []
    for sql in statements:
        plan = await database._writer.execute_fetchall(f"EXPLAIN QUERY PLAN {sql}")
        steps += [row["detail"] for row in plan]
    return steps


def scans(steps: Iterable[str], but: Iterable[str]) -> set[str]:
    """Return the steps that read all of something, but those that are known to be small."""
    return {step for step in steps if step.startswith("SCAN ") and "CONSTANT" not in step} - set(but)
