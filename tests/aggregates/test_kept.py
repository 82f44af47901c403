"""What the aggregates keep: once, for one guild, found by an index."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import Mistake, StorageConflict, UnreadableReview
from bot.gate import Viewer
from bot.reviews.evidence import Finding, Source
from bot.reviews.model import Image, LooseEnd, Part, PartKind
from bot.spoilers import veil, veil_pages
from bot.storage import progress, ratings, review_filing, reviews, shows
from bot.storage.database import Database
from bot.storage.review_filing import Filed
from tests.aggregates.plans import plans_of, run_in, scans
from tests.world import NOW, SECRET, World, make_review, press

GUILD, OTHER = 10, 20


async def file(database: Database, number: str = "13", guild: int = GUILD, **fields: Any) -> Filed:
    filed, _, _ = await review_filing.file_review(database, guild, make_review(number, **fields), now=NOW)
    return filed


async def test_a_review_that_comes_twice_is_stored_once(database: Database) -> None:
    assert await file(database) is Filed.NEW
    assert await file(database) is Filed.SAME
    assert await database.fetchval("SELECT count(*) FROM reviews") == 1
    assert await database.fetchval("SELECT count(*) FROM review_parts") == 4


async def test_a_review_without_an_address_is_known_by_its_text(database: Database) -> None:
    assert await file(database, url=None) is Filed.NEW
    assert await file(database, url=None) is Filed.SAME
    assert await file(database, url=None, author="Somebody Else") is Filed.NEW


async def test_a_changed_text_at_the_same_address_replaces_the_old_one(database: Database) -> None:
    await file(database)
    changed = (Part(PartKind.RECAP, None, "All of it is different."),)
    assert await file(database, parts=changed, loose_ends=()) is Filed.UPDATED
    found = await reviews.find(database, GUILD, 1, 1)
    assert found is not None
    assert veil_pages(found[0].recap) == ["||All of it is different.||"]
    assert not found[0].discussion
    assert await database.fetchval("SELECT count(*) FROM review_loose_ends") == 0


async def test_the_title_and_the_loose_ends_are_read_with_the_review(database: Database) -> None:
    ends = (LooseEnd("Who lit the lamp?", 0.9), LooseEnd("\u200b"), LooseEnd("Why?", 0.5))
    await file(database, title="The lamp", loose_ends=ends)
    await file(database, url="https://blog.example/bare", title=None, loose_ends=(), parts=())
    found = [await reviews.find(database, GUILD, review_id, 1) for review_id in (1, 2)]
    assert found[0] is not None
    assert found[1] is not None
    full, bare = found[0][0], found[1][0]
    assert full.title is not None
    assert veil(full.title) == "||The lamp||"
    assert [veil(end) for end in full.loose_ends] == ["||Who lit the lamp?||", "||Why?||"]
    assert veil(full.opening) == f"||The {SECRET} was early.||"
    assert (bare.title, bare.loose_ends, bool(bare.opening)) == (None, (), False)


async def test_a_review_filed_anew_elsewhere_moves_there(database: Database) -> None:
    await file(database)
    filed, _, span = await review_filing.file_review(
        database, GUILD, make_review(), now=NOW, show_title="Harbour of Salt", episode=EpisodeNumber.of(4)
    )
    assert filed is Filed.UPDATED
    assert str(span) == "4"
    assert await database.fetchval("SELECT count(*) FROM reviews") == 1


async def test_the_same_review_in_two_guilds_is_two_reviews(database: Database) -> None:
    assert await file(database, guild=GUILD) is Filed.NEW
    assert await file(database, guild=OTHER) is Filed.NEW
    assert await reviews.find(database, GUILD, 1, 1) is not None
    assert await reviews.find(database, OTHER, 1, 1) is None


async def test_two_imports_at_once_are_one_review(database: Database) -> None:
    filed = await asyncio.gather(*(file(database) for _ in range(5)))
    assert sorted(filed) == [Filed.NEW] + [Filed.SAME] * 4


async def test_an_unknown_show_is_added_and_a_known_one_found_by_any_name(database: Database) -> None:
    await shows.add(database, GUILD, "The Lantern Code", now=NOW, aliases=["Lantern Code"])
    await file(database)
    await file(database, show="Harbour of Salt")
    followed = await shows.followed(database, GUILD)
    assert [show.title for show in followed] == ["Harbour of Salt", "The Lantern Code"]


async def test_a_season_is_a_show_of_its_own(database: Database) -> None:
    await file(database, season=1)
    await file(database, season=2, url="https://blog.example/s2")
    assert [show.label for show in await shows.followed(database, GUILD)] == ["Lantern Code", "Lantern Code (season 2)"]
    with pytest.raises(UnreadableReview, match=r"may be “Lantern Code” or “Lantern Code \(season 2\)” here; say which"):
        await file(database, season=None, url="https://blog.example/which")
    for named in ("Lantern Code", "Lantern Code (season 2)"):
        _, show, _ = await review_filing.file_review(
            database,
            GUILD,
            replace(make_review(), season=None, url=f"https://blog.example/{len(named)}"),
            now=NOW,
            show_title=named,
        )
        assert show.label == named


async def test_a_name_that_is_only_like_one_asks_and_keeps_nothing(database: Database) -> None:
    await file(database)
    with pytest.raises(
        UnreadableReview, match="“Lantem Code”, which may be “Lantern Code” here; say which with --show"
    ):
        await file(database, show="Lantem Code", url="https://blog.example/like")
    assert [show.title for show in await shows.followed(database, GUILD)] == ["Lantern Code"]
    assert await database.fetchval("SELECT count(*) FROM reviews") == 1


async def test_absolute_numbers_are_filed_in_the_shows_own_count(database: Database) -> None:
    await shows.add(database, GUILD, "Low Orbit", now=NOW, season=2, first_absolute=25)
    review = replace(make_review(), show="Low Orbit II", season=None, span=EpisodeSpan.of(EpisodeNumber.of(27)))
    _, show, span = await review_filing.file_review(database, GUILD, review, now=NOW)
    assert (show.label, str(span)) == ("Low Orbit (season 2)", "3")


async def test_the_episode_that_may_be_meant_is_named_where_it_is_not_sure(database: Database) -> None:
    guess = Finding(EpisodeSpan.of(EpisodeNumber.of(7)), Source.TITLE, 0.5)
    with pytest.raises(UnreadableReview, match=r"no episode \(perhaps episode 7\); say it with --episode N"):
        await review_filing.file_review(
            database, GUILD, replace(make_review(), span=None, findings={"episodes": guess}), now=NOW
        )


async def test_the_same_text_without_an_address_is_one_however_it_is_read(database: Database) -> None:
    review = replace(make_review(), url=None, digest="of the text")
    await review_filing.file_review(database, GUILD, review, now=NOW)
    filed, _, _ = await review_filing.file_review(database, GUILD, replace(review, title="Another"), now=NOW)
    assert filed is Filed.UPDATED
    assert await database.fetchval("SELECT count(*) FROM reviews") == 1


async def test_pictures_and_how_sure_a_loose_end_is_are_kept(database: Database) -> None:
    ends = (LooseEnd("Who lit the lamp?", 0.9), LooseEnd("Why?", 0.5))
    images = (Image("https://blog.example/a.png", "a lamp"),)
    await review_filing.file_review(
        database, GUILD, replace(make_review(), loose_ends=ends, images=images, language="en"), now=NOW
    )
    rows = await database.fetch("SELECT body, is_sure FROM review_loose_ends ORDER BY position")
    assert [tuple(row) for row in rows] == [("Who lit the lamp?", 1), ("Why?", 0)]
    rows = await database.fetch("SELECT url, alt FROM review_images")
    assert [tuple(row) for row in rows] == [("https://blog.example/a.png", "a lamp")]
    assert await database.fetchval("SELECT language FROM reviews") == "en"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"show": None}, "no show; say it with --show TITLE"),
        ({"span": None}, "no episode; say it with --episode N"),
        ({"show": None, "span": None}, "no show and no episode"),
    ],
)
async def test_what_names_no_place_is_not_filed(database: Database, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(UnreadableReview, match=said):
        await review_filing.file_review(database, GUILD, replace(make_review(), **fields), now=NOW)
    assert await database.fetchval("SELECT count(*) FROM shows") == 0


async def test_a_title_that_is_too_long_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(Mistake, match="81 characters"):
        await file(database, show="x" * 81)
    assert await database.fetchval("SELECT count(*) FROM shows") == 0


async def test_the_schema_refuses_what_would_join_two_guilds(database: Database) -> None:
    show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    with pytest.raises(StorageConflict):
        await progress.record(database, OTHER, show.show_id, 1, EpisodeNumber.of(1), NOW)
    with pytest.raises(StorageConflict):
        await database.execute("INSERT INTO guild_defaults (guild_id, show_id) VALUES ($1, $2)", OTHER, show.show_id)


async def test_an_id_is_never_given_twice(database: Database) -> None:
    first = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    await shows.remove(database, GUILD, first.show_id)
    second = await shows.add(database, GUILD, "Harbour of Salt", now=NOW)
    assert second.show_id != first.show_id


async def test_another_guild_can_not_remove_a_show(database: Database) -> None:
    show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    assert not await shows.remove(database, OTHER, show.show_id)
    assert await shows.remove(database, GUILD, show.show_id)


async def test_advancing_never_goes_back_and_recording_does(database: Database) -> None:
    show = await shows.add(database, GUILD, "Lantern Code", now=NOW)
    await progress.record(database, GUILD, show.show_id, 1, EpisodeNumber.of(9), NOW)
    await progress.advance(database, GUILD, show.show_id, 1, EpisodeNumber.of(5), NOW)
    assert await progress.watched(database, GUILD, show.show_id, 1) == EpisodeNumber.of(9)
    assert await progress.record(database, GUILD, show.show_id, 1, EpisodeNumber.of(5), NOW) == EpisodeNumber.of(9)
    assert await progress.watched(database, GUILD, show.show_id, 1) == EpisodeNumber.of(5)


async def test_a_range_covers_each_of_its_episodes(database: Database) -> None:
    await file(database, "8", last="10")
    await file(database, "13.5")
    heads, viewer = await reviews.heads_of_show(database, GUILD, 1, 1)
    assert [str(number) for number in reviews.covered_by(heads).numbers] == ["8", "9", "10", "13.5"]
    assert await reviews.covered(database, GUILD, 1) == reviews.covered_by(heads)
    assert viewer == Viewer(None)


async def test_reviews_of_one_episode_come_before_those_of_several(database: Database) -> None:
    await file(database, "12", last="13", url="https://blog.example/both")
    await file(database, "13", url="https://blog.example/bare", parts=())
    await file(database, "13")
    heads, _ = await reviews.heads_of_show(database, GUILD, 1, 1)
    assert [(str(head.span), head.has_recap) for head in heads] == [("13", True), ("12–13", True), ("13", False)]


async def test_every_statement_finds_its_rows_by_an_index(world: World) -> None:
    async with run_in(world.database) as statements:
        await use_everything(world)
    assert len(statements) > 20
    steps = await plans_of(world.database, statements)
    # None grows: a row that is always there, the texts of one review, and how the full text search is set up.
    assert scans(steps, but={"SCAN always", "SCAN texts LEFT-JOIN", "SCAN main.loose_end_words_config"}) == set()
    for index in ("reviews_of_episode", "show_names_of_show"):
        assert any(index in step for step in steps)


async def use_everything(world: World) -> None:
    await world.add_review()
    await world.add_review(show="Harbour of Salt")
    for name, options in {
        "show alias": {"show": "Lantern Code", "alias": "LC"},
        "show rename": {"show": "Lantern Code", "title": "Lantern"},
        "show default": {"show": "Lantern"},
        "show list": {},
        "show remove": {"show": "Harbour of Salt"},
    }.items():
        await world.keeper.slash(world.channel, name, **options)
    await world.keeper.slash(world.channel, "show alias", show="Lantern", alias="LC", remove=True)
    await world.keeper.slash(world.channel, "show default", show="Lantern", channel=world.channel)
    for typed in ("13", "12", "nothing"):
        await world.aki.slash(world.channel, "watched", episode=typed)
    answer = await world.aki.slash(world.channel, "recap", episode="13")
    asked = await press(world.aki, answer, "Score")
    await press(world.aki, asked, "Yes, I have")
    await ratings.rate(world.database, world.guild.id, 1, EpisodeNumber.of(13), world.aki.id, 7, NOW)
    await ratings.remove(world.database, world.guild.id, 1, EpisodeNumber.of(13), world.aki.id)
    await shows.remove(world.database, world.guild.id, 2)
