"""Every path on which something of an episode is read goes by the viewer; this is where a new one is noticed.

Whoever adds one that needs no viewer adds it here, with the reason.
"""

from __future__ import annotations

import pytest

from tests.rooms.reading_paths import callers_of, reading_paths, sources

WITHOUT_A_VIEWER = {
    # What stands in a channel is the same for all, and veiled.
    "bot.ui.boards.Boards.draw": "the board: counts, and all texts behind veils, each of its own episode",
    "bot.ui.polling.Polling.draw": "the message of a poll: a count, and once it is closed the result behind veils",
    "bot.ui.polls._votes": "a count alone",
    "bot.ui.hubs._show_recap": "which review `show_section` is to open",
    "bot.ui.reading._has": "which parts a review has",
    "bot.ui.reading.ReviewSelect.act": "which part `show_section` is to open",
    "bot.ui.setup_preview.preview_card": "invented words",
    "bot.ui.setup_preview.preview_board": "likewise",
    # One's own.
    "bot.ui.rating.ask": "the member's own rating of the episode that they are about to rate",
    "bot.ui.rating.RateButton.act": "which episodes a review is of, for one of them to be rated",
    # For who wrote it, or keeps the server: by neutral words, until `_open_stored` asks the gate.
    "bot.ui.handling.handled": "lets its writer or a keeper pass",
    "bot.ui.handling.ask_to_delete": "says which review is to be deleted, by show, episode and author",
    "bot.ui.handling.DeleteButton.act": "deletes it",
    "bot.ui.handling._complete": "hands what it finds to `offered`, where each is cut at its viewer",
    "bot.ui.uploading.upload_anew": "takes a file in the place of the old one",
    "bot.ui.writing.editable": "lets its writer or a keeper pass",
    "bot.ui.writing.begin_edit": "the text is opened by `_open_stored`",
    "bot.ui.writing.ReadFirstButton.act": "likewise",
    "bot.ui.writing.DraftButton.act": "what the member typed themselves",
    "bot.ui.writing._store": "stores what was typed",
    "bot.ui.writing._must_stand": "sees whether a review is still there",
    # Keepers decide of which show and episode a text is; until then it has no episode to be cut at.
    "bot.ui.queueing.show_queue": "its title, behind a veil",
    "bot.ui.queueing._file": "files it",
}

OPENED_IN = {"bot.ui.viewing.opened_pages"}
"""Where text is let out without a veil."""

VEILED_IN = {
    "bot.ui.viewing.pages_for": "for the viewer alone, as the gate lets them",
    "bot.ui.reading.card": "in a channel",
    "bot.ui.cards._veil": "in a channel",
    "bot.ui.poll_cards.closed_card": "in a channel",
    "bot.ui.queueing.entry_page": "for keepers: what has no episode yet",
    "bot.ui.audits.Texts.pages": "in a channel, or after `_show` has asked the gate",
    "bot.ui.board_cards._group": "in a channel",
    "bot.ui.hiding._why_not": "measures what would be put back",
    "bot.ui.ledger_pages.ends_page": "what the viewer has watched, in a list that others may look at",
    "bot.ui.spoiling.Spoiling._post": "in a channel: what the member wrote",
    "bot.ui.spoiling._give_back": "to who wrote it",
    "bot.ui.veiled.parts_of": "in a channel: what the member wrote",
    "bot.ui.webhooks.webhook_name": "a name, not a text",
    "bot.ui.results.episode_result": "of a closed poll, after `show_episode` has asked the gate",
}
"""Where text is let out behind a veil; to one member alone only after the gate was asked."""


def test_every_reading_path_goes_by_the_viewer() -> None:
    unguarded = {name for name, by_viewer in reading_paths(sources()).items() if not by_viewer}
    assert unguarded - set(WITHOUT_A_VIEWER) == set()


def test_what_needs_no_viewer_is_still_there() -> None:
    unguarded = {name for name, by_viewer in reading_paths(sources()).items() if not by_viewer}
    assert set(WITHOUT_A_VIEWER) - unguarded == set()


def test_text_is_opened_and_veiled_in_known_places_alone() -> None:
    code = sources()
    assert callers_of(code, "bot.spoilers.open_pages") == OPENED_IN
    assert callers_of(code, "bot.spoilers.veil", "bot.spoilers.veil_pages") == set(VEILED_IN)


def test_the_paths_that_are_known_are_found() -> None:
    assert {
        "bot.ui.reading.show_section",
        "bot.ui.reading.found",
        "bot.ui.results.show_episode",
        "bot.ui.results.show_season",
        "bot.ui.results.show_own",
        "bot.ui.results.show_top",
        "bot.ui.results.export",
        "bot.ui.choosing.complete_episode",
        "bot.ui.choosing.recapped",
        "bot.ui.handling.answer_list",
        "bot.ui.tracking.show_progress",
        "cogs.recaps.answer_recap",
        "cogs.feeds.Feeds.test",
    } <= {name for name, by_viewer in reading_paths(sources()).items() if by_viewer}


NEW_STORAGE = """
@dataclass
class Riddle:
    text: Spoiler

@dataclass
class Ledger:
    ends: tuple[Riddle, ...]

async def of_show(database, guild_id, show_id) -> Ledger: ...
"""


@pytest.mark.parametrize(
    ("body", "by_viewer"),
    [
        ("ledger = await ends.of_show(1, 2, 3)\n    await reply(str(ledger))", False),
        ("review, viewer = await found(interaction, 1)\n    await reply(review)", False),
        ("review, _ = await found(interaction, 1)\n    await reply(review)", False),
        ("ledger = await ends.of_show(1, 2, 3)\n    await reply([e for e in ledger if viewer.may_see(e)])", True),
    ],
)
def test_a_new_path_is_noticed(body: str, by_viewer: bool) -> None:
    cog = (
        f"from bot.storage import ends\nfrom bot.ui.reading import found\n\nasync def show(interaction):\n    {body}\n"
    )
    code = {**sources(), "bot.storage.ends": NEW_STORAGE, "cogs.new": cog}
    assert reading_paths(code)["cogs.new.show"] is by_viewer


def test_a_path_through_a_helper_is_noticed() -> None:
    helper = "from bot.storage import reviews\n\nasync def first(interaction) -> StoredReview:\n    return viewer\n"
    cog = "from bot.ui import helping\n\nasync def show(to):\n    await reply(await helping.first(to))\n"
    assert reading_paths({**sources(), "bot.ui.helping": helper, "cogs.new": cog})["cogs.new.show"] is False
