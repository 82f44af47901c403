"""`/loose-end audit`: after the last episode, in the open to who has watched it, veiled in the channel, else counts."""

from __future__ import annotations

import json

import discord
import pytest
import simcord

from bot import timelines
from bot.audits import Audit
from bot.episodes import EpisodeNumber
from bot.gate import Gate, Viewer
from bot.loose_ends import Turn
from bot.shows import Show
from bot.storage import ledger, loose_end_changes, loose_ends
from bot.storage.loose_ends import Origin, Question, hash_of
from bot.ui import audits
from tests.cogs.rooms import at_once
from tests.world import NOW, SECRET, World, buttons, displays, outside_veils, press, text

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Audit]:
    """Return what pictures were drawn of: no test here looks at one."""
    drawings: list[Audit] = []

    def timeline(audit: Audit, *, title: str) -> bytes:
        drawings.append(audit)
        return PNG

    monkeypatch.setattr(timelines, "timeline", timeline)
    return drawings


def show_of(world: World) -> Show:
    return Show(1, world.guild.id, "Lantern Code")


async def raise_end(
    world: World, question: str, episode: str, by: simcord.MemberActor | None, origin: Origin = loose_ends.NOWHERE
) -> int:
    asked = Question(show_of(world), question, EpisodeNumber.parse(episode), by.id if by else None, origin)
    number, _ = await loose_ends.raise_end(world.database, asked, NOW)
    return number


async def settle(world: World, number: int, what: Turn, episode: str, said: str) -> None:
    await world.set_watched(world.keeper, "99")
    end = await ledger.find(world.database, world.guild.id, number, world.keeper.id)
    assert end is not None
    at = EpisodeNumber.parse(episode)
    await loose_end_changes.turn(world.database, end, what, at, said, world.keeper.id, NOW)


async def ended(world: World) -> None:
    """Have a show end in its episode 13, with five loose ends: three tied, one open, one dropped."""
    await world.add_review("13", is_final=True)
    review = await world.database.fetchval("SELECT review_id FROM reviews")
    first = await raise_end(world, f"Who lit the {SECRET}?", "1", world.aki)
    second = await raise_end(world, f"Why does the {SECRET} hum?", "3", world.aki)
    third = await raise_end(
        world, f"Where did the {SECRET} go?", "4", None, Origin(review, hash_of(f"Where did the {SECRET} go?"))
    )
    fourth = await raise_end(world, f"Is the {SECRET} alive?", "5", world.bo)
    fifth = await raise_end(world, f"Was that a {SECRET}?", "6", world.bo)
    await settle(world, first, Turn.ANSWERED, "11", f"The {SECRET} did.")
    await settle(world, second, Turn.ANSWERED, "5", f"It is a {SECRET}.")
    await settle(world, third, Turn.ANSWERED, "4", f"Into the {SECRET}.")
    await settle(world, fifth, Turn.DROPPED, "7", f"It was no {SECRET}.")
    assert fourth == 4


async def audit(world: World, member: simcord.MemberActor, **said: str) -> simcord.InteractionResult:
    answer = await member.slash(world.channel, "loose-end audit", **said)
    assert answer.ephemeral
    assert world.public() == []
    return answer


async def test_who_has_watched_the_last_episode_reads_it_in_the_open(world: World, drawn: list[Audit]) -> None:
    await ended(world)
    await world.set_watched(world.aki, "13")
    answer = await audit(world, world.aki)
    head, *texts = displays(answer)
    assert head.splitlines() == [
        "### Lantern Code · Loose ends after episode 13",
        "**3 loose ends were tied** of 5, 1 stayed open, 1 dropped.",
        "Half of these took up to 2 episodes; the longest wait was 10 episodes.",
        f"Raised the most that were tied: <@{world.aki.id}> (2), Mara Quill in reviews (1).",
    ]
    assert texts == [
        "**Still open, by voices**",
        "-# #4 · episode 5 · 1 voice",
        f"Is the {SECRET} alive?",
        "**Tied after the longest wait**",
        "-# #1 · episode 1, tied after 10 episodes · 1 voice",
        f"Who lit the {SECRET}?",
        f"The {SECRET} did.",
        "-# #2 · episode 3, tied after 2 episodes · 1 voice",
        f"Why does the {SECRET} hum?",
        f"It is a {SECRET}.",
    ]
    assert list(buttons(answer)) == ["Still open (1)", "Tied (3)", "Dropped (1)", "Post it here"]
    (one,) = drawn
    assert (one.count, one.median, str(one.last)) == (5, 2, "13")


@pytest.mark.parametrize(
    ("answered_in", "said"),
    [
        (["4"], "It was tied in the episode that raised it."),
        (["4", "4"], "Each was tied in the episode that raised it."),
        (["5"], "It took 1 episode."),
        (["4", "4", "6"], "Half of these were tied in the episode that raised them; the longest wait was 2 episodes."),
    ],
)
async def test_how_long_it_took_is_said_of_one_as_of_many(world: World, answered_in: list[str], said: str) -> None:
    await world.add_review("13", is_final=True)
    await world.set_watched(world.aki, "13")
    for episode in answered_in:
        number = await raise_end(world, f"Who lit the {SECRET}?", "4", world.aki)
        await settle(world, number, Turn.ANSWERED, episode, f"The {SECRET} did.")
    assert displays(await audit(world, world.aki))[0].splitlines()[2] == said


async def test_two_presses_post_it_once(world: World) -> None:
    await ended(world)
    await world.set_watched(world.aki, "13")
    answer = await audit(world, world.aki)
    said = await at_once(world, *(press(world.aki, answer, "Post it here") for _ in range(2)))
    assert said == ["The audit is in the channel."] * 2
    assert len(world.public()) == 1


async def test_posted_all_its_texts_are_veiled_and_nobody_is_notified(world: World) -> None:
    await ended(world)
    await world.set_watched(world.aki, "13")
    said = await press(world.aki, await audit(world, world.aki), "Post it here")
    assert text(said) == "The audit is in the channel."
    (message,) = world.public()
    assert "3 loose ends were tied" in outside_veils(message)
    assert SECRET not in outside_veils(message)
    assert text(message).count(SECRET) == 5
    assert message.flags.suppress_notifications
    sent = [entry.json for entry in world.env.http_requests if "/webhooks/" in entry.path and entry.method == "POST"]
    assert [entry["allowed_mentions"] for entry in sent if isinstance(entry, dict)] == [{"parse": []}]
    (picture,) = message.attachments
    assert picture.filename == "SPOILER_loose-ends.png"
    container = message.components[0]
    assert isinstance(container, discord.Container)
    (gallery,) = [child for child in container.children if isinstance(child, discord.MediaGalleryComponent)]
    assert [(item.spoiler, item.description) for item in gallery.items] == [
        (True, "Timeline of the loose ends of Lantern Code, behind a spoiler")
    ]
    assert list(buttons(message)) == ["Still open (1)", "Tied (3)", "Dropped (1)"]


async def test_who_opens_the_posted_one_without_having_watched_is_asked(world: World) -> None:
    await ended(world)
    await world.set_watched(world.aki, "13")
    await press(world.aki, await audit(world, world.aki), "Post it here")
    (message,) = world.public()
    asked = await world.bo.click(message, label="Tied (3)")
    assert asked.ephemeral
    assert SECRET not in text(asked)
    assert "**Have you watched Lantern Code up to its last episode, 13?**" in text(asked)
    veiled = await press(world.bo, asked, "Show it veiled")
    assert SECRET in text(veiled)
    assert SECRET not in outside_veils(veiled)
    assert "Post it here" not in buttons(veiled)
    assert "#1 · episode 1, tied after 10 episodes · 1 voice" in text(veiled)
    still = await press(world.bo, veiled, "Tied (3)")
    assert SECRET in text(still)
    assert SECRET not in outside_veils(still)
    for shown in (message, veiled, still):
        assert "#" not in outside_veils(shown).replace("### ", ""), "which one it was tells what becomes of it"


@pytest.mark.parametrize("watched", [None, "12"])
async def test_who_has_not_watched_that_far_gets_counts_and_a_question(
    world: World, drawn: list[Audit], watched: str | None
) -> None:
    await ended(world)
    if watched:
        await world.set_watched(world.bo, watched)
    answer = await audit(world, world.bo)
    assert "**3 loose ends were tied** of 5, 1 stayed open, 1 dropped." in text(answer)
    assert list(buttons(answer)) == ["Yes, I have", "Show it veiled", "Not yet"]
    assert answer.response is not None
    assert SECRET not in json.dumps(answer.response.components)
    assert answer.response.attachments == []
    assert drawn == []
    nothing = await press(world.bo, answer, "Not yet")
    assert text(nothing).startswith("Nothing was shown.")
    assert await world.watched(world.bo) == watched


async def test_who_says_that_they_watched_it_reads_it(world: World) -> None:
    await ended(world)
    answer = await press(world.bo, await audit(world, world.bo), "Yes, I have")
    assert f"The {SECRET} did." in outside_veils(answer)
    assert await world.watched(world.bo) == "13"


async def test_a_strict_guild_tells_nothing_beyond_and_a_lenient_one_veils(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ended(world)
    gate = Gate.STRICT

    async def viewer_of(interaction: discord.Interaction[discord.Client], show_id: int) -> Viewer:
        return Viewer(EpisodeNumber.of(4), gate)

    monkeypatch.setattr(audits, "viewer_of", viewer_of)
    strict = await audit(world, world.bo)
    assert "tied" not in text(strict)
    assert list(buttons(strict)) == ["Yes, I have", "Not yet"]
    gate = Gate.VEIL
    lenient = await audit(world, world.bo)
    assert SECRET in text(lenient)
    assert SECRET not in outside_veils(lenient)


async def test_an_old_button_is_answered_as_the_member_may_see_it_by_now(world: World) -> None:
    await ended(world)
    await world.set_watched(world.aki, "13")
    answer = await audit(world, world.aki)
    await world.set_watched(world.aki, "12")
    asked = await press(world.aki, answer, "Post it here")
    assert "Have you watched" in text(asked)
    assert world.public() == []


async def test_pages_turn_and_lead_back(world: World) -> None:
    await world.add_review("13", is_final=True)
    for number in range(1, 10):
        await raise_end(world, f"Question {number}?", "2", world.aki)
    await world.set_watched(world.aki, "13")
    first = await press(world.aki, await audit(world, world.aki), "Still open (9)")
    assert list(buttons(first)) == ["Next", "The audit"]
    assert displays(first)[0] == "### Lantern Code · Still open after episode 13, page 1 of 3"
    last = await press(world.aki, await press(world.aki, first, "Next"), "Next")
    assert "Question 9?" in text(last)
    assert list(buttons(last)) == ["Back", "The audit"]
    assert "Post it here" in buttons(await press(world.aki, last, "The audit"))


async def test_without_a_last_episode_that_is_said_and_a_host_can_name_it(world: World) -> None:
    await world.add_review("12")
    await raise_end(world, f"Who lit the {SECRET}?", "3", world.aki)
    await raise_end(world, f"What of the {SECRET} to come?", "13", world.aki)
    assert "No review of Lantern Code here says which episode is the last" in text(await audit(world, world.aki))
    await world.set_watched(world.aki, "12")
    assert "Manage Messages" in text(await audit(world, world.aki, last="12"))
    host = world.guild.add_member(
        world.env.create_user("host"),
        roles=[world.guild.create_role("Hosts", permissions=discord.Permissions(manage_messages=True))],
    )
    await world.set_watched(host, "12")
    answer = await audit(world, host, last="12")
    assert "**No loose end was tied** of 1, 1 stayed open." in text(answer)
    assert "to come" not in text(answer)


async def test_a_show_without_loose_ends_is_said_to_have_none(world: World) -> None:
    await world.add_review("13", is_final=True)
    await world.set_watched(world.aki, "13")
    assert text(await audit(world, world.aki)).startswith("No loose end of Lantern Code was kept up to episode 13.")


async def test_who_asked_to_be_forgotten_is_not_named(world: World) -> None:
    await ended(world)
    async with world.database.transaction() as transaction:
        await loose_ends.forget_member(transaction, world.guild.id, world.aki.id)
    await world.set_watched(world.bo, "13")
    answer = await audit(world, world.bo)
    assert "Raised the most that were tied: Mara Quill in reviews (1)." in text(answer)
    assert f"<@{world.aki.id}>" not in text(answer)


@pytest.mark.parametrize("posted", [False, True])
async def test_the_longest_texts_fit_into_a_message(world: World, posted: bool) -> None:
    await world.add_review("13", is_final=True)
    for number in range(1, 10):
        end = await raise_end(world, "|" * 498 + f" {number}", "2", world.aki)
        if number > 4:
            await settle(world, end, Turn.ANSWERED, "9", "`|~" * 333)
    await world.set_watched(world.aki, "13")
    answer = await audit(world, world.aki)
    if posted:
        await press(world.aki, answer, "Post it here")
        assert sum(map(len, displays(world.public()[0]))) <= 4_000
        return
    for message in (answer, await press(world.aki, answer, "Tied (5)")):
        assert sum(map(len, displays(message))) <= 4_000
        assert ", in short" in text(message)
