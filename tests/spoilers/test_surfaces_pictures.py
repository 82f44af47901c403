"""Pictures and files: the flag, the name, the words that stand for them, and what shines through the blur."""

from __future__ import annotations

import re

from discord import ComponentType

from bot import charts
from bot.ratings import Tally
from tests.plain.blurring import assert_alike, opened
from tests.spoilers.walk import SHOW, TELLING, Walked

NAMES = {"SPOILER_ratings.png", "SPOILER_ratings.csv", "SPOILER_review.txt"}
DESCRIPTION = re.compile(
    rf"Bar chart: how many gave episode \d+ of {SHOW} each rating from 1 to 10\."
    rf"|Chart: the mean rating of each episode of {SHOW}, with its spread and how many rated it\."
    r"|Ratings of episode \d+, behind a spoiler"
)
ONE_VOTE = Tally((0, 0, 0, 0, 1, 0, 0, 0, 0, 0))


def test_container_and_media_spoiler(walked: Walked) -> None:
    components = [component for sent in walked.sent for component in sent.components]
    pictures = [
        item for each in components if each["type"] == ComponentType.media_gallery.value for item in each["items"]
    ]
    files = [each for each in components if each["type"] == ComponentType.file.value]
    assert pictures
    assert files
    assert all(each["spoiler"] is True for each in [*pictures, *files])
    # What is not one veil is taken for readable, whatever its container says.
    assert not [sent for sent in walked.unwatched() if TELLING.search("\n".join(set(sent.displays) - set(sent.veils)))]


def test_image_or_file(walked: Walked) -> None:
    names = {file["filename"] for sent in walked.sent for file in sent.files}
    assert names == NAMES
    words = [file.get("description") for sent in walked.sent for file in sent.files]
    words += [
        item.get("description") for sent in walked.sent for each in sent.components for item in each.get("items", [])
    ]
    assert any(words)
    assert not [said for said in words if said and not DESCRIPTION.fullmatch(said)]


def test_blurred_pictures(walked: Walked) -> None:
    sizes = {opened(picture).size for picture in walked.pictures}
    assert sizes == {(charts.WIDTH, charts.HISTOGRAM_HEIGHT), (charts.WIDTH, charts.SEASON_HEIGHT)}
    one = charts.histogram(ONE_VOTE, title=SHOW, subtitle="Episode 13")
    bars = {picture for picture in walked.pictures if opened(picture).height == charts.HISTOGRAM_HEIGHT}
    assert len(bars) > 2
    for picture in bars:
        assert_alike([picture, one])
