"""`/privacy`: what a member is told, given and rid of, and what an owner can have deleted."""

from __future__ import annotations

import json
from typing import Any

import pytest
import simcord

from bot.episodes import EpisodeNumber
from bot.storage import deliveries, departures, progress, ratings, shows
from bot.storage.deliveries import Destination
from bot.storage.members import COLUMNS
from cogs.privacy import PrivacyButton
from tests.cogs.ledger import open_ledger
from tests.cogs.polls import AFTER_EDIT, open_booth
from tests.cogs.posting import may
from tests.cogs.rooms import open_rooms
from tests.cogs.test_gated import WATCHED, opened, thread_of
from tests.world import NOW, World, buttons, press, text, write

ONE = EpisodeNumber.of(1)


async def asked(world: World, member: simcord.MemberActor | None = None) -> simcord.InteractionResult:
    """Have a member ask what is kept; only they see the answer."""
    answer = await (member or world.aki).slash(world.channel, "privacy")
    assert answer.ephemeral
    return answer


async def forget(world: World, member: simcord.MemberActor | None = None) -> None:
    """Have a member forgotten, as they are asked."""
    member = member or world.aki
    question = await press(member, await asked(world, member), "Forget me")
    assert "are forgotten here" in text(await press(member, question, "Yes, forget me"))


def owner_of(world: World) -> simcord.MemberActor:
    """Return the owner of the world's guild."""
    return world.guild.add_member(world.guild.owner)


async def exported(world: World, member: simcord.MemberActor) -> tuple[str, dict[str, Any]]:
    """Have a member export theirs; return what they are told, and what is in the file."""
    answer = await press(member, await asked(world, member), "Export mine")
    assert answer.response is not None
    assert answer.response.ephemeral
    (file,) = answer.response.attachments
    assert file.filename == "SPOILER_loose-ends.json"
    return text(answer), json.loads(await file.read())


async def test_it_says_what_is_kept_and_how_long(world: World) -> None:
    answer = await asked(world)
    said = text(answer)
    for kept in ("Your progress", "Your ratings", "What you write", "Your voice", "after 30 days"):
        assert kept in said
    assert list(buttons(answer)) == ["Export mine", "Forget me"]
    assert list(buttons(await asked(world, owner_of(world)))) == [
        "Export mine",
        "Forget me",
        "Delete all of this server",
    ]
    world.env.bot.days_kept = 1  # type: ignore[attr-defined]
    assert "after 1 day." in text(await asked(world))


async def test_a_member_is_given_all_of_theirs_and_nothing_of_anothers(world: World) -> None:
    kept = await open_ledger(world)
    other = world.env.create_guild("Others")
    elsewhere = await shows.add(world.database, other.id, "Tin Sparrows", now=NOW)
    await progress.record(world.database, other.id, elsewhere.show_id, world.aki.id, ONE, NOW)
    for member in (world.aki, world.bo):
        await world.set_watched(member, "13")
        await ratings.rate(world.database, world.guild.id, 1, ONE, member.id, 7, NOW)
        await kept.ask(f"Who is {member.name}?", "1", by=member.id)
        await write(world, member)
    said, file = await exported(world, world.aki)
    assert set(file) == {
        "server", "member", "at", "units", "progress", "ratings", "reviews", "loose_ends", "loose_end_voices"
    }  # fmt: skip
    rows = [row for rows in file.values() if isinstance(rows, list) for row in rows]
    assert f"{len(rows)} rows" in said
    assert {row["guild_id"] for row in rows} == {world.guild.id}
    columns = {column for _, column in COLUMNS}
    assert {row[column] for row in rows for column in columns & set(row)} - {None} == {world.aki.id}
    assert str(world.bo.id) not in json.dumps(file)


async def test_who_has_nothing_kept_is_given_a_file_that_says_so(world: World) -> None:
    said, file = await exported(world, world.bo)
    assert "0 rows" in said
    assert set(file) == {"server", "member", "at", "units"}


async def test_who_thinks_better_of_it_keeps_all(world: World) -> None:
    await world.add_show("Lantern Code")
    await world.set_watched(world.aki, "13")
    question = await press(world.aki, await asked(world), "Forget me")
    assert list(buttons(question)) == ["Yes, forget me", "Keep it"]
    assert "Nothing was changed" in text(await press(world.aki, question, "Keep it"))
    assert await world.watched(world.aki) == "13"


async def test_a_poll_shows_a_vote_less(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    booth = await open_booth(world, monkeypatch)
    poll = await booth.open()
    await booth.vote(world.aki, 9, poll)
    await booth.vote(world.bo, 5, poll)
    await booth.wait(AFTER_EDIT)
    assert "2 members rated" in text(booth.now(poll))
    await forget(world)
    await booth.wait(AFTER_EDIT)
    assert "1 member rated" in text(booth.now(poll))
    assert (await booth.tally()).count == 1
    assert await world.watched(world.aki) is None


async def test_what_others_build_on_stays_without_the_name(world: World) -> None:
    kept = await open_ledger(world)
    await kept.ask("Who lit it?", "1", by=world.aki.id)
    await world.set_watched(world.bo, "13")
    before = text(await kept.private(world.bo, "show", number=1))
    assert f"<@{world.aki.id}>" in before
    assert "1 voice" in before
    await forget(world)
    after = text(await kept.private(world.bo, "show", number=1))
    assert "someone who left no name" in after
    assert str(world.aki.id) not in after
    assert "1 voice" not in after


async def test_a_review_loses_the_name_wherever_it_stands(world: World) -> None:
    await world.add_show("Lantern Code")
    await write(world)
    async with world.database.transaction() as transaction:
        await deliveries.claim(transaction, world.guild.id, 1, Destination(world.channel.id), world.clock())
    await world.later()
    (card,) = world.public()
    assert "aki" in text(card)
    await forget(world)
    await world.later()
    (card,) = world.public()
    assert "aki" not in text(card)
    row = await world.database.fetchrow("SELECT * FROM reviews")
    assert row is not None
    assert [value for value in tuple(row) if "aki" in str(value) or str(world.aki.id) in str(value)] == []
    assert (await exported(world, world.aki))[1].keys() == {"server", "member", "at", "units"}


async def test_two_reviews_of_a_member_stay_two(world: World) -> None:
    await world.add_show("Lantern Code")
    for number in ("12", "13"):
        await write(world, episode=number)
    await forget(world)
    assert await world.database.fetchval("SELECT count(*) FROM reviews") == 2


@pytest.mark.parametrize("takes_out", [True, False])
async def test_who_is_forgotten_is_taken_out_of_gated_discussions_where_the_guild_wants_that(
    world: World, takes_out: bool
) -> None:
    rooms = await open_rooms(world)
    # As in tests/cogs/test_gated.py.
    may(world, world.channel, manage_threads=True)
    await rooms.keep("mode", mode="gated", take_out=takes_out)
    await opened(rooms, "12", "13")
    await rooms.press(world.bo, WATCHED, rooms.hubs()[-1])
    await forget(world)
    await rooms.wait()
    for number in ("12", "13"):
        assert (world.aki.id in rooms.members(thread_of(rooms, number))) is not takes_out
    assert world.bo.id in rooms.members(thread_of(rooms, "13"))
    left = await world.database.fetch("SELECT member_id FROM discussion_members")
    assert [row["member_id"] for row in left] == [world.bo.id]


async def test_only_the_owner_can_have_all_deleted(world: World) -> None:
    await world.add_show("Lantern Code")
    for what in ("ask-all", "forget-all"):
        message = await world.plant(PrivacyButton(what))
        answer = await world.keeper.click(message, label=PrivacyButton.LABELS[what][0])
        assert answer.ephemeral
        assert "Only the owner" in text(answer)
    assert await departures.due(world.database, world.clock()) == []


async def test_the_owner_is_asked_and_then_all_of_that_server_alone_is_gone_within_a_round(world: World) -> None:
    owner = owner_of(world)
    await world.add_review()
    other = world.env.create_guild("Others")
    await shows.add(world.database, other.id, "Tin Sparrows", now=NOW)
    await world.set_watched(world.aki, "13")
    question = await press(owner, await asked(world, owner), "Delete all of this server")
    assert "can’t be undone" in text(question)
    assert len(await shows.followed(world.database, world.guild.id)) == 1
    answer = await press(owner, question, "Yes, delete all of this server")
    assert "is being deleted" in text(answer)
    await world.env.advance_time(310)
    assert await departures.tables(world.database)
    for table in await departures.tables(world.database):
        rows = await world.database.fetch(f"SELECT DISTINCT guild_id FROM {table}")
        assert {row["guild_id"] for row in rows} <= {other.id}, table
    assert len(await shows.followed(world.database, other.id)) == 1
    await world.add_show("Lantern Code")
    await world.later(days=365)
    assert len(await shows.followed(world.database, world.guild.id)) == 1, "the server may begin anew"
