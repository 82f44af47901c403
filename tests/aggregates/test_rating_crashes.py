"""A process that is killed while members vote: what it said was noted is there, once, and the tallies are right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from bot.ratings import Tally
from bot.storage import ratings, shows
from bot.storage.opening import open_database
from tests.world import NOW, data_folder

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process can be killed so here")
ROOT = Path(__file__).parents[2]
GUILD = 10
VOTERS = 8
"""Members who vote at the same time, each again and again: who changes a vote must not be counted twice."""
KILLS = int(os.environ.get("LOOSE_ENDS_KILLS", "60"))

# Says what it is about to do before it does it: what is lost may be no more than that.
VOTE = """
import asyncio, random, sys
from datetime import UTC, datetime
from bot.episodes import EpisodeNumber
from bot.storage import ratings
from bot.storage.opening import open_database

async def main(url, guild, show, voters, seed):
    chance = random.Random(seed)
    async with open_database(url) as database:
        async def vote(member):
            while True:
                episode = chance.choice((100, 1300, 1350))
                score = chance.choice((None, *range(1, 11)))
                print("try", member, episode, score or 0, flush=True)
                where = (database, int(guild), int(show), EpisodeNumber(episode), member)
                if score is None:
                    await ratings.remove(*where)
                else:
                    await ratings.rate(*where, score, datetime.now(UTC))
                print("done", member, episode, score or 0, flush=True)
        await asyncio.gather(*(vote(member) for member in range(1, int(voters) + 1)))

asyncio.run(main(*sys.argv[1:]))
"""


def vote_until_killed(url: str, show_id: int, seed: int, lines: int) -> list[tuple[str, int, int, int]]:
    """Have members vote in a process of its own, kill it after so many lines, and return all that it has said."""
    args = [sys.executable, "-c", VOTE, url, str(GUILD), str(show_id), str(VOTERS), str(seed)]
    said: list[tuple[str, int, int, int]] = []
    with subprocess.Popen(args, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            what, *numbers = line.split()
            if len(numbers) < 3 or not line.endswith("\n"):
                break  # the kill has cut it
            member, episode, score = map(int, numbers)
            said.append((what, member, episode, score))
            if len(said) == lines:
                process.kill()
    assert process.returncode == -signal.SIGKILL
    return said


async def test_no_acknowledged_vote_is_lost_or_doubled_however_often_the_process_is_killed(tmp_path: Path) -> None:
    url = data_folder(tmp_path)
    async with open_database(url) as database:
        show_id = (await shows.add(database, GUILD, "Lantern Code", now=NOW)).show_id
    known: dict[tuple[int, int], int] = {}
    votes = 0
    for kill in range(KILLS):
        said = vote_until_killed(url, show_id, seed=kill, lines=20 + kill * 7 % 60)
        # What each vote may be now: as it was acknowledged last, or as it was being changed to.
        possible: dict[tuple[int, int], set[int]] = defaultdict(set)
        for what, member, episode, score in said:
            if what == "done":
                votes += 1
                known[member, episode] = score
                possible.pop((member, episode), None)
            else:
                possible[member, episode].add(score)
        async with open_database(url) as database:
            rows = await database.fetch("SELECT member_id, episode, score FROM ratings")
            found = {(row["member_id"], row["episode"]): row["score"] for row in rows}
            assert len(found) == len(rows)
            for place in known | possible | found:
                allowed = possible[place] | {known.get(place, 0)}
                assert found.get(place, 0) in allowed, f"after kill {kill}"
            known = dict(found)
            counted = await ratings.recount(database, GUILD, show_id)
            assert await ratings.tallies_of_show(database, GUILD, show_id) == counted, f"after kill {kill}"
            assert sum((tally.count for tally in counted.values()), 0) == len(found)
    assert votes > KILLS * 5
    print(f"{KILLS} kills, {votes} acknowledged votes")
    assert Tally() not in counted.values()
