"""Looking at ratings: each viewer sees as far as they may, and nothing beyond reaches them in any form."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from itertools import count as counting
from typing import Any

import discord
import pytest
import simcord

from bot import charts
from bot.charts import SeasonPoint
from bot.episodes import EpisodeNumber
from bot.ratings import Tally
from bot.reviews.model import Score
from bot.shows import Show
from bot.storage import guilds, polls, ratings, shows
from bot.ui.results import results_button
from tests.world import NOW, World, buttons, displays, outside_veils, press, text

PNG = b"\x89PNG\r\n\x1a\n"

_members = counting(10_000)


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return what pictures were drawn of: no test here looks at one."""
    drawings: list[Any] = []

    def histogram(tally: Tally, *, title: str, subtitle: str) -> bytes:
        drawings.append(tally)
        return PNG

    def season_curve(points: Sequence[SeasonPoint], *, title: str, subtitle: str) -> bytes:
        drawings.append([point.episode for point in points])
        return PNG

    monkeypatch.setattr(charts, "histogram", histogram)
    monkeypatch.setattr(charts, "season_curve", season_curve)
    return drawings


async def rate(world: World, number: str, *given: int, show_id: int = 1, by: simcord.MemberActor | None = None) -> None:
    """Have a member, or as many others as there are ratings, rate an episode."""
    for score in given:
        member_id = by.id if by else next(_members)
        await ratings.rate(world.database, world.guild.id, show_id, EpisodeNumber.parse(number), member_id, score, NOW)


async def rated_season(world: World) -> None:
    """Rate five episodes, of which the fourth and fifth have numbers that occur nowhere else."""
    await world.add_show("Lantern Code")
    for number, given in {"1": (6, 8), "2": (9, 9, 10), "3": (5,), "4": (1, 2), "5": (2, 2, 2, 3)}.items():
        await rate(world, number, *given)


LATER = ("1.5", "1.67", "2.2", "2.25", "0.4", "Episode 4", "Episode 5", "episode 4", "episode 5")
"""What would tell of the fourth and fifth episode: means, spreads, names."""


def whole(answer: simcord.InteractionResult) -> str:
    """Return all that reaches a member: components with labels, ids and descriptions, and what files are called."""
    assert answer.response is not None
    names = [attachment.filename for attachment in answer.response.attachments]
    return json.dumps([answer.response.components, names], ensure_ascii=False)


async def ask(world: World, member: simcord.MemberActor, command: str, **said: Any) -> simcord.InteractionResult:
    """Have a member use a command of `/ratings`, which is answered to them alone."""
    answer = await member.slash(world.channel, f"ratings {command}", **said)
    assert answer.ephemeral
    assert world.public() == []
    return answer


async def close(world: World, number: str) -> None:
    """Have an episode's poll opened and closed; its message is still to be posted."""
    show, episode = Show(1, world.guild.id, "Lantern Code"), EpisodeNumber.parse(number)
    poll, _ = await polls.claim(world.database, show, episode, channel_id=world.channel.id, closes_at=None, now=NOW)
    assert await polls.close(world.database, poll, NOW)


# An episode


async def test_who_has_watched_it_sees_how_it_was_rated(world: World, drawn: list[Any]) -> None:
    await rated_season(world)
    await world.set_watched(world.aki, "2")
    answer = await ask(world, world.aki, "episode", episode="2")
    assert displays(answer) == [
        "### Lantern Code · Episode 2\n3 ratings",
        "**9.3** of 10 on average · median 9 · spread 0.5",
    ]
    assert drawn == [Tally((0, 0, 0, 0, 0, 0, 0, 0, 2, 1))]


async def test_its_picture_is_behind_a_spoiler_and_its_name_and_words_tell_nothing(world: World) -> None:
    await rated_season(world)
    await world.set_watched(world.aki, "2")
    answer = await ask(world, world.aki, "episode", episode="2")
    assert answer.response is not None
    (picture,) = answer.response.attachments
    assert picture.filename == "SPOILER_ratings.png"
    (gallery,) = [c for c in answer.response.components[0]["components"] if c["type"] == 12]
    (item,) = gallery["items"]
    assert item["spoiler"] is True
    assert item["description"] == "Bar chart: how many gave episode 2 of Lantern Code each rating from 1 to 10."


async def test_who_has_rated_it_sees_how_it_was_rated_without_having_said_what_they_watched(world: World) -> None:
    await rated_season(world)
    await rate(world, "4", 3, by=world.bo)
    answer = await ask(world, world.bo, "episode", episode="4")
    assert "**2.0** of 10 on average · median 2 · spread 0.8\nYou gave it 3." in text(answer)


@pytest.mark.parametrize("watched", [None, "3"])
async def test_others_learn_how_many_rated_it_and_can_rate_it(
    world: World, drawn: list[Any], watched: str | None
) -> None:
    await rated_season(world)
    if watched:
        await world.set_watched(world.bo, watched)
    answer = await ask(world, world.bo, "episode", episode="4")
    shown_to = "How they liked it is shown once you rate it, or say with `/watched` that you have watched it."
    assert f"2 members rated it. {shown_to}" in text(answer)
    assert list(buttons(answer)) == [str(score) for score in range(1, 11)]
    assert not [told for told in ("1.5", "spread", "average", "median", "png") if told in whole(answer)]
    assert drawn == []
    await press(world.bo, answer, "7")
    assert "You gave it 7." in text(await ask(world, world.bo, "episode", episode="4"))


async def test_once_the_poll_is_closed_others_have_it_behind_a_veil(world: World) -> None:
    await rated_season(world)
    await close(world, "4")
    answer = await ask(world, world.bo, "episode", episode="4")
    assert "1.5" in text(answer)
    assert outside_veils(answer).strip() == "### Lantern Code · Episode 4\n2 ratings"
    assert answer.response is not None
    assert [picture.filename for picture in answer.response.attachments] == ["SPOILER_ratings.png"]
    await world.set_watched(world.bo, "4")
    assert "1.5" in outside_veils(await ask(world, world.bo, "episode", episode="4"))


async def test_of_an_episode_that_nobody_rated_that_is_said_and_it_can_be_rated(world: World) -> None:
    await rated_season(world)
    answer = await ask(world, world.aki, "episode", episode="9")
    assert "Nobody has rated it yet." in text(answer)
    assert "7" in buttons(answer)


async def test_of_one_that_nobody_rated_before_its_poll_closed_that_is_said(world: World) -> None:
    await rated_season(world)
    await close(world, "9")
    answer = await ask(world, world.aki, "episode", episode="9")
    assert text(answer) == "Nobody rated episode 9 of Lantern Code before its poll closed."
    assert buttons(answer) == {}


async def test_a_picture_that_fails_leaves_the_words_and_the_log_tells_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(tally: Tally, *, title: str, subtitle: str) -> bytes:
        raise RuntimeError(f"{title} {tally}")

    monkeypatch.setattr(charts, "histogram", fail)
    await rated_season(world)
    await world.set_watched(world.aki, "2")
    answer = await ask(world, world.aki, "episode", episode="2")
    assert "**9.3** of 10" in text(answer)
    assert answer.response is not None
    assert answer.response.attachments == []
    assert "could not be drawn (RuntimeError)" in caplog.text
    assert "Lantern" not in caplog.text


# A season


async def test_a_season_is_shown_whole_to_who_watched_it_all(world: World, drawn: list[Any]) -> None:
    await rated_season(world)
    await world.set_watched(world.aki, "5")
    answer = await ask(world, world.aki, "season")
    head, table, _ = displays(answer)
    assert head.splitlines() == [
        "### Lantern Code · Ratings",
        "5 episodes rated",
        "Best: episode 2 with **9.3** · Lowest: episode 4 with **1.5**",
    ]
    assert [line.split() for line in table.splitlines()[1:-1]] == [
        ["Episode", "Ratings", "Mean", "Spread"],
        ["1", "2", "7.0", "1.0"],
        ["2", "3", "9.3", "0.5"],
        ["3", "1", "5.0", "0.0"],
        ["4", "2", "1.5", "0.5"],
        ["5", "4", "2.2", "0.4"],
    ]
    assert drawn == [["1", "2", "3", "4", "5"]]


async def test_a_season_is_cut_at_what_was_watched_and_the_rest_counted(world: World, drawn: list[Any]) -> None:
    await rated_season(world)
    await world.set_watched(world.bo, "3")
    answer = await ask(world, world.bo, "season")
    assert "3 episodes rated, 2 more after episode 3" in text(answer)
    assert "Lowest: episode 3 with **5.0**" in text(answer)
    assert not [told for told in LATER if told in whole(answer)]
    assert drawn == [["1", "2", "3"]]


async def test_to_who_said_nothing_of_their_progress_a_season_is_counts_alone(world: World, drawn: list[Any]) -> None:
    await rated_season(world)
    await rate(world, "5", 3, by=world.bo)
    answer = await ask(world, world.bo, "season")
    assert "Lantern Code: 13 ratings of 5 episodes." in text(answer)
    assert "`/watched`" in text(answer)
    assert not [told for told in (*LATER, "Episode", "7.0", "9.3", "png") if told in whole(answer)]
    assert drawn == []


async def test_where_only_later_episodes_are_rated_they_are_counted_and_the_last_watched_can_be_rated(
    world: World,
) -> None:
    await world.add_show("Lantern Code")
    await rate(world, "4", 1, 2)
    await world.set_watched(world.bo, "3")
    answer = await ask(world, world.bo, "season")
    assert "No episode of Lantern Code up to 3 is rated here yet, 1 more after episode 3." in text(answer)
    assert "How was episode 3" in text(answer)
    assert "1.5" not in whole(answer)


async def test_of_a_season_that_nobody_rated_that_is_said_with_the_next_step(world: World) -> None:
    await world.add_show("Lantern Code")
    assert text(await ask(world, world.bo, "season")) == (
        "No episode of Lantern Code is rated here yet. `/rate` rates one."
    )


async def test_the_server_is_compared_with_reviewers_over_the_episodes_that_both_scored(world: World) -> None:
    await rated_season(world)
    await world.add_review("1", score=Score("3", "5", "3/5"))
    await world.add_review("1", score=Score("B", "letters", "B"), url="https://other.example/1")
    await world.add_review("2", score=Score("Great", "words", "Great"))
    await world.add_review("4", score=Score("10", "10", "10/10"))
    await world.set_watched(world.aki, "3")
    compared = "On the one episode that reviewers scored too, this server rates **0.2** higher than they do."
    assert compared in text(await ask(world, world.aki, "season"))
    await world.set_watched(world.aki, "4")
    compared = "On the 2 episodes that reviewers scored too, this server rates **4.1** lower than they do."
    assert compared in text(await ask(world, world.aki, "season"))


async def test_a_long_season_has_pages_that_turn_as_far_as_was_watched(world: World) -> None:
    await world.add_show("Lantern Code")
    for number in range(1, 61):
        await rate(world, str(number), 7)
    await world.set_watched(world.aki, "55")
    first = await ask(world, world.aki, "season")
    assert list(buttons(first)) == ["Next"]
    second = await press(world.aki, first, "Next")
    assert list(buttons(second)) == ["Back", "Next"]
    assert "     26  " in text(second)
    assert second.response is not None
    assert second.response.attachments == []
    last = await press(world.aki, second, "Next")
    assert list(buttons(last)) == ["Back"]
    assert "     55  " in text(last)
    assert "     56  " not in text(last)
    # Who goes back meanwhile sees no more than they have watched now.
    await world.set_watched(world.aki, "30")
    again = await press(world.aki, last, "Back")
    assert "     31  " not in text(again)


# One's own


async def test_own_ratings_stand_against_everyones(world: World) -> None:
    await rated_season(world)
    other = await world.add_show("Harbour of Salt")
    await rate(world, "1", 10, by=world.bo)
    await rate(world, "4", 3, by=world.bo)
    await rate(world, "7", 8, show_id=other, by=world.bo)
    answer = await ask(world, world.bo, "mine")
    assert displays(answer) == [
        "### All shows · Your ratings\n"
        "You rated 3 episodes, on average **1.0** higher than everyone here, you included.\n"
        "Most apart: Lantern Code, episode 1.",
        "Harbour of Salt, episode 7 · you **8** · all **8.0** (1 rating)\n"
        "Lantern Code, episode 1 · you **10** · all **8.0** (3 ratings)\n"
        "Lantern Code, episode 4 · you **3** · all **2.0** (3 ratings)",
    ]
    of_one = await ask(world, world.bo, "mine", show="Lantern Code")
    assert "You rated 2 episodes, on average **1.5** higher than everyone here" in text(of_one)
    assert "Episode 4 · you **3**" in text(of_one)
    assert "Harbour" not in text(of_one)


async def test_of_episodes_not_rated_oneself_nothing_is_told_however_far_one_watched(world: World) -> None:
    await rated_season(world)
    await world.set_watched(world.aki, "5")
    await rate(world, "1", 7, by=world.aki)
    answer = await ask(world, world.aki, "mine")
    assert "as high as everyone" in text(answer)
    assert "Most apart" not in text(answer)
    assert not [told for told in (*LATER, "9.3", "5.0") if told in whole(answer)]


async def test_own_ratings_are_cut_at_what_was_watched_and_the_rest_counted(world: World) -> None:
    """Who goes back, for a rewatch or by mistake, is not shown what they have to come."""
    await rated_season(world)
    other = await world.add_show("Harbour of Salt")
    for number in ("1", "4", "5"):
        await rate(world, number, 3, by=world.bo)
    await rate(world, "7", 8, show_id=other, by=world.bo)
    await world.set_watched(world.bo, "5")
    await world.set_watched(world.bo, "3")
    of_one = await ask(world, world.bo, "mine", show="Lantern Code")
    assert "You rated 1 episode, 2 more after episode 3, on average **2.7** lower than" in text(of_one)
    of_all = await ask(world, world.bo, "mine")
    assert "You rated 2 episodes, 2 more beyond what you have watched, on average **1.3** lower than" in text(of_all)
    for answer in (of_one, of_all):
        assert not [told for told in ("pisode 4", "pisode 5", "2.0", "2.4") if told in whole(answer)]
    await world.set_watched(world.bo, "0")
    none = text(await ask(world, world.bo, "mine", show="Lantern Code"))
    assert none.startswith("You rated 3 episodes, all after episode 0. Say how far you have watched with `/watched`")
    await world.set_watched(world.bo, "0", other)
    assert text(await ask(world, world.bo, "mine")).startswith(
        "You rated 4 episodes, all beyond what you have watched."
    )


async def test_who_has_rated_nothing_is_told_so_with_the_next_step(world: World) -> None:
    await rated_season(world)
    answer = await ask(world, world.bo, "mine")
    assert "You have not rated an episode here yet." in text(answer)
    assert "The best episodes" in buttons(answer)
    assert "`/rate`" in text(await ask(world, world.bo, "mine", show="Lantern Code"))
    await world.set_watched(world.bo, "3")
    asked = await ask(world, world.bo, "mine", show="Lantern Code")
    assert "How was episode 3 of Lantern Code?" in text(asked)


async def test_own_ratings_have_pages(world: World) -> None:
    await world.add_show("Lantern Code")
    for number in range(1, 21):
        await rate(world, str(number), 7, by=world.aki)
    first = await ask(world, world.aki, "mine", show="Lantern Code")
    second = await press(world.aki, first, "Next")
    assert "Episode 16 · you **7**" in text(second)
    assert "Episode 15" not in text(second)
    assert list(buttons(second)) == ["Back"]


# The best


async def test_the_best_of_all_shows_are_drawn_towards_the_mean_by_how_few_rated_them(world: World) -> None:
    await rated_season(world)
    other = await world.add_show("Harbour of Salt")
    await rate(world, "1", 10, show_id=other)
    await world.set_watched(world.aki, "3")
    await world.set_watched(world.aki, "1", other)
    answer = await ask(world, world.aki, "top")
    head, lines, how = displays(answer)
    assert head == "### The best episodes\n4 episodes rated, 2 more beyond what you have watched"
    assert [line.partition(" (")[0] for line in lines.splitlines()] == [
        "1. Lantern Code, episode 2 · **8.89**",
        "2. Harbour of Salt, episode 1 · **8.82**",
        "3. Lantern Code, episode 1 · **7.53**",
        "4. Lantern Code, episode 3 · **7.00**",
    ]
    assert "m = 8.14" in how
    assert "C = 1.8" in how
    assert not [told for told in LATER if told in whole(answer)]


async def test_to_who_said_nothing_of_their_progress_the_best_are_a_count(world: World) -> None:
    await rated_season(world)
    await rate(world, "5", 3, by=world.bo)
    answer = await ask(world, world.bo, "top")
    assert text(answer).startswith("5 episodes rated here, none of them among those you have watched.")
    assert "Lantern" not in whole(answer)


async def test_where_nothing_is_rated_the_best_are_none(world: World) -> None:
    await world.add_show("Lantern Code")
    assert text(await ask(world, world.aki, "top")) == "No episode is rated here yet. `/rate` rates one."


async def test_the_longest_names_and_many_shows_fit_into_a_page(world: World) -> None:
    for number in range(20):
        show_id = await world.add_show(f"{number:02}" + "*_" * 39, season=99)
        await rate(world, "13.5", 7, by=world.aki, show_id=show_id)
        await world.set_watched(world.aki, "14", show_id)
    for command in ("top", "mine"):
        first = await ask(world, world.aki, command)
        assert sum(map(len, displays(first))) <= 4000
        assert list(buttons(await press(world.aki, first, "Next"))) == ["Back"]


# The export


HOSTS = discord.Permissions(manage_messages=True)


@pytest.fixture
def host(world: World) -> simcord.MemberActor:
    """Return a member who may open polls."""
    role = world.guild.create_role("Hosts", permissions=HOSTS)
    return world.guild.add_member(world.env.create_user("host"), roles=[role])


async def test_a_host_gets_all_tallies_as_a_file_without_names(world: World, host: simcord.MemberActor) -> None:
    await rated_season(world)
    other = await world.add_show("=HYPERLINK(1)")
    await rate(world, "7", 8, show_id=other, by=world.bo)
    answer = await ask(world, host, "export")
    assert "The ratings of 6 episodes, without names." in text(answer)
    assert answer.response is not None
    (file,) = answer.response.attachments
    assert file.filename == "SPOILER_ratings.csv"
    exported = (await file.read()).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(exported, newline="")))
    assert len(lines) == 7
    assert lines[1] == ["'=HYPERLINK(1)", "1", "7", *"0000000100", "1", "8.00", "0.00"]
    assert str(world.bo.id) not in exported
    of_one = await ask(world, host, "export", show="Lantern Code")
    assert "The ratings of 5 episodes" in text(of_one)


async def test_only_hosts_export(world: World) -> None:
    await rated_season(world)
    role = world.guild.create_role("Ushers")
    usher = world.guild.add_member(world.env.create_user("usher"), roles=[role])
    for member in (world.bo, usher):
        answer = await ask(world, member, "export")
        assert "Manage Messages" in text(answer)
        assert answer.response is not None
        assert answer.response.attachments == []
    await guilds.set_hosts(world.database, world.guild.id, role.id)
    assert "The ratings of 5 episodes" in text(await ask(world, usher, "export"))


async def test_where_nothing_is_rated_there_is_no_file(world: World, host: simcord.MemberActor) -> None:
    await world.add_show("Lantern Code")
    answer = await ask(world, host, "export")
    assert "There is nothing to export" in text(answer)


# Whatever the later episodes got


@pytest.mark.parametrize("watched", [None, "3"])
@pytest.mark.parametrize(
    ("command", "said"), [("episode", {"episode": "4"}), ("season", {}), ("mine", {}), ("top", {})]
)
async def test_what_a_viewer_is_shown_does_not_hang_on_what_they_have_not_watched(
    world: World, drawn: list[Any], watched: str | None, command: str, said: dict[str, Any]
) -> None:
    await rated_season(world)
    await rate(world, "2", 9, by=world.bo)
    if command == "mine" and watched:
        await rate(world, "5", 9, by=world.bo)
    others = [next(_members) for _ in range(6)]
    if watched:
        await world.set_watched(world.bo, watched)
    shown = []
    for score in (1, 10):
        for member_id, number in zip(others, (4, 4, 4, 5, 5, 6), strict=True):
            episode = EpisodeNumber.of(number)
            await ratings.rate(world.database, world.guild.id, 1, episode, member_id, score, NOW)
        answer = await ask(world, world.bo, command, **said)
        shown.append((re.sub(r"\d{15,}", "an id", whole(answer)), drawn.copy()))
        drawn.clear()
    assert shown[0] == shown[1]


@pytest.mark.parametrize("watched", [None, "0", "13", "13.5"])
@pytest.mark.parametrize(
    ("command", "said"), [("season", {"show": "Lantern Code season 1"}), ("mine", {}), ("top", {})]
)
async def test_specials_and_seasons_of_one_title_are_each_cut_at_what_was_watched_of_them(
    world: World, drawn: list[Any], watched: str | None, command: str, said: dict[str, str]
) -> None:
    """The viewer had watched and rated all, and has gone back; one review is of episodes on both sides of the cut."""
    numbers = ("0", "1", "13", "13.5", "14")
    for number in numbers:
        await world.add_review(number, score=Score("6", "10", "6/10"))
    await world.add_review("13", last="14", score=Score("6", "10", "6/10"), url="https://blog.example/both")
    await world.add_show("Lantern Code", season=2)
    went_back = {1: watched, 2: "1"} if watched else {}
    for show_id in (1, 2):
        for number in numbers:
            await rate(world, number, 9, show_id=show_id)
            if watched:
                await rate(world, number, 5, show_id=show_id, by=world.bo)
    for show_id, number in went_back.items():
        await world.set_watched(world.bo, "14", show_id)
        await world.set_watched(world.bo, number, show_id)
    other, shown = next(_members), []
    for score in (1, 10):
        for show_id in (1, 2):
            for number in numbers:
                if show_id not in went_back or float(number) > float(went_back[show_id]):
                    episode = EpisodeNumber.parse(number)
                    await ratings.rate(world.database, world.guild.id, show_id, episode, other, score, NOW)
        await world.database.execute(
            "UPDATE reviews SET score_value = $1 WHERE last_episode > $2",
            str(score),
            EpisodeNumber.parse(watched).hundredths if watched else -1,
        )
        answer = await ask(world, world.bo, command, **said)
        shown.append((re.sub(r"\d{15,}", "an id", whole(answer)), drawn.copy()))
        drawn.clear()
    assert shown[0] == shown[1]


# Another guild's, and what is gone


async def test_nothing_of_another_guild_is_shown_there(world: World) -> None:
    await rated_season(world)
    await rate(world, "1", 7, by=world.aki)
    await world.set_watched(world.aki, "5")
    first = await ask(world, world.aki, "mine")
    elsewhere = world.env.create_guild("Elsewhere")
    await shows.add(world.database, elsewhere.id, "Lantern Code", now=NOW)
    channel = elsewhere.create_text_channel("talk")
    aki = elsewhere.add_member(world.aki.user)
    for command, said in (("season", {}), ("mine", {}), ("top", {}), ("episode", {"episode": "1"})):
        answer = await aki.slash(channel, f"ratings {command}", **said)
        assert not [told for told in ("7.0", "9.3", "5 episodes") if told in whole(answer)]
    assert "You rated 1 episode" in text(first)


@pytest.mark.parametrize("what", ["season", "mine"])
async def test_a_button_of_another_guilds_show_or_of_one_that_is_gone_opens_nothing(world: World, what: str) -> None:
    await rated_season(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    forger = elsewhere.add_member(world.env.create_user("forger"))
    posted = await world.plant(results_button("Open", what, 1), channel)
    assert text(await forger.click(posted, label="Open")) == "That show is not followed here any more."
    here = await world.plant(results_button("Open", what, 1))
    await shows.remove(world.database, world.guild.id, 1)
    assert text(await world.aki.click(here, label="Open")) == "That show is not followed here any more."
