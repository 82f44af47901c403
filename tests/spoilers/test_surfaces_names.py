"""Names and titles: of threads, posts, tags and reviews."""

from __future__ import annotations

import re

import discord

from tests.spoilers.sent import texts
from tests.spoilers.walk import SHOW, Walked

NAME = re.compile(rf"{SHOW} · Episodes? [\d.–]+")
TAG = re.compile(rf"{SHOW}|Episodes? [\d.–]+")
DISCUSSED = tuple(f"{SHOW} · Episode {number}" for number in (11, 14, 15))
"""What the discussions are called that members open in the walk; the last is gated."""
PRIVATE = discord.ChannelType.private_thread.value
TITLES = re.compile(r"(?i)had to break|breaks at last|dies")
HEAD = re.compile(
    rf"### {SHOW} · Episodes? [\d.–]+\n"
    r"(New review(?: \(updated\))?|Recap|Discussion|Score|Loose ends|Review)(?:, page \d+ of \d+)?"
    r"(?: · by (?:Mara Quill|aki))?(?: · <t:\d+:D>)?(?:\n<@&\d+>)?"
)


def test_thread_and_forum_post_names(walked: Walked) -> None:
    threads = [sent.body for sent in walked.sent if sent.method == "POST" and sent.path.endswith("/threads")]
    assert {"message" in opened for opened in threads} == {True, False}
    assert not [opened["name"] for opened in threads if not NAME.fullmatch(opened["name"])]
    channels = [
        sent.body for sent in walked.sent if sent.method == "PATCH" and re.fullmatch(r"/channels/\d+", sent.path)
    ]
    tags = [tag["name"] for channel in channels for tag in channel.get("available_tags", [])]
    assert tags
    assert not [tag for tag in tags if not TAG.fullmatch(tag)]
    assert not [channel for channel in channels if "name" in channel and not NAME.fullmatch(channel["name"])]
    # Discussions were opened in all three ways: as a post, at a message, and as a private thread.
    of_discussions = {opened["name"]: opened for opened in threads if opened["name"].startswith(DISCUSSED)}
    assert set(of_discussions) == set(DISCUSSED)
    assert [name for name, opened in of_discussions.items() if opened.get("type") == PRIVATE] == [DISCUSSED[2]]
    assert [name for name, opened in of_discussions.items() if "message" in opened] == [DISCUSSED[1]]


def test_review_titles(walked: Walked) -> None:
    for sent in walked.unwatched():
        assert not TITLES.search(sent.readable), sent
    cards = [sent for sent in walked.unwatched() if sent.displays and "review" in sent.displays[0] and sent.veils]
    assert len([sent for sent in cards if TITLES.search(sent.veils[0])]) > 10
    heads = [text for sent in walked.sent for _, text in texts(sent.body) if text.startswith(f"### {SHOW} · Episode")]
    of_reviews = [head for head in heads if re.search(r"\n(?:New|Recap|Disc|Score|Loose|Review)", head)]
    assert len(of_reviews) > 50
    assert not [head for head in of_reviews if not HEAD.fullmatch(head)]
