"""What reviewers gave the episodes of a show."""

from __future__ import annotations

from bot.episodes import EpisodeNumber
from bot.ratings import on_ten
from bot.storage.database import Database


async def of_show(database: Database, guild_id: int, show_id: int) -> dict[EpisodeNumber, list[float]]:
    """Return the scores in a guild's reviews of a show by episode, on the scale of ten.

    Left out are scores that can't be put on that scale, and those of reviews of several episodes: which of them they
    are for isn't said.
    """
    rows = await database.fetch(
        """
        SELECT last_episode, score_value, score_scale FROM reviews
        WHERE guild_id = $1 AND show_id = $2 AND first_episode = last_episode AND score_value IS NOT NULL
        ORDER BY first_episode, last_episode, review_id
        """,
        guild_id,
        show_id,
    )
    scores: dict[EpisodeNumber, list[float]] = {}
    for row in rows:
        score = on_ten(row["score_value"], row["score_scale"])
        if score is not None:
            scores.setdefault(EpisodeNumber(row["last_episode"]), []).append(score)
    return scores
