"""What reviewers gave each episode, on one scale; and a member's progress in all shows."""

from __future__ import annotations

from typing import Any

import pytest

from bot.episodes import EpisodeNumber
from bot.gate import Gate, Viewer, Viewers
from bot.reviews.model import Score
from bot.storage import guilds, progress, review_filing, scores, shows
from bot.storage.database import Database
from tests.world import NOW, make_review

GUILD, OTHER = 1, 2


async def file(database: Database, number: str, value: str, scale: str, guild: int = GUILD, **fields: Any) -> None:
    score = Score(value, scale, value)
    review = make_review(number, score=score, url=f"https://blog.example/{number}-{value}-{scale}", **fields)
    await review_filing.file_review(database, guild, review, now=NOW)


async def test_scores_stand_by_their_episode_on_the_scale_of_ten(database: Database) -> None:
    await file(database, "1", "4", "5")
    await file(database, "1", "B", "letters")
    await file(database, "13.5", "60", "100")
    of_show = await scores.of_show(database, GUILD, 1)
    assert of_show == {EpisodeNumber.of(1): [8, 7.5], EpisodeNumber(1350): [pytest.approx(6)]}


async def test_left_out_is_what_can_not_be_told_or_is_of_several_episodes(database: Database) -> None:
    await file(database, "1", "Poor", "words")
    await file(database, "2", "8", "")
    await file(database, "3", "9", "10", last="5")
    await review_filing.file_review(database, GUILD, make_review("6", score=None), now=NOW)
    assert await scores.of_show(database, GUILD, 1) == {}


async def test_another_guilds_reviews_and_another_shows_are_not_among_them(database: Database) -> None:
    await file(database, "1", "4", "5")
    await file(database, "1", "1", "5", guild=OTHER)
    await file(database, "1", "2", "5", show="Harbour of Salt")
    assert await scores.of_show(database, GUILD, 1) == {EpisodeNumber.of(1): [8]}
    assert await scores.of_show(database, OTHER, 1) == {}


async def test_a_members_progress_in_all_shows_of_a_guild(database: Database) -> None:
    ids = [(await shows.add(database, GUILD, title, now=NOW)).show_id for title in ("Lantern Code", "Salt", "Pier")]
    elsewhere = (await shows.add(database, OTHER, "Lantern Code", now=NOW)).show_id
    for guild, show_id, member, number in (
        (GUILD, ids[0], 7, 9), (GUILD, ids[1], 7, 2), (GUILD, ids[2], 8, 3), (OTHER, elsewhere, 7, 4),
    ):  # fmt: skip
        await progress.record(database, guild, show_id, member, EpisodeNumber.of(number), NOW)
    await guilds.set_gate(database, OTHER, Gate.STRICT)
    viewers = await progress.viewers(database, GUILD, 7)
    assert viewers == Viewers({ids[0]: EpisodeNumber.of(9), ids[1]: EpisodeNumber.of(2)}, Gate.ASK)
    assert viewers.of(ids[1]) == await progress.viewer(database, GUILD, ids[1], 7) == Viewer(EpisodeNumber.of(2))
    assert viewers.of(ids[2]) == await progress.viewer(database, GUILD, ids[2], 7) == Viewer(None)
    assert await progress.viewer(database, OTHER, ids[0], 7) == Viewer(None, Gate.STRICT)
    assert await progress.viewers(database, OTHER, 8) == Viewers({}, Gate.STRICT)
