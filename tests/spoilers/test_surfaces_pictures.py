"""Pictures and files: the flag, the name, the words that stand for them, and what shines through the blur."""

from __future__ import annotations

import re

from discord import ComponentType

from bot import charts, timelines
from bot.audits import Audit
from bot.episodes import EpisodeNumber
from bot.ratings import Tally
from tests.plain.blurring import assert_alike, opened
from tests.spoilers.walk import SHOW, TELLING, Walked

NAMES = {
    "ratings.png", "ratings.csv", "review.txt", "loose-ends.png", "loose-ends.json", "text.txt", "file-1.png",
    "file-1.txt",
}  # fmt: skip
"""What files are called behind “SPOILER_”; those that members hide lose their own names."""
DESCRIPTION = re.compile(
    rf"Bar chart: how many gave episode \d+ of {SHOW} each rating from 1 to 10\."
    rf"|Chart: the mean rating of each episode of {SHOW}, with its spread and how many rated it\."
    r"|Ratings of episode \d+, behind a spoiler"
    rf"|Timeline of the loose ends of {SHOW}, behind a spoiler"
    r"|What is kept of you|A picture or a film, hidden"
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
    assert names == {f"SPOILER_{name}" for name in NAMES}
    words = [file.get("description") for sent in walked.sent for file in sent.files]
    words += [
        item.get("description") for sent in walked.sent for each in sent.components for item in each.get("items", [])
    ]
    assert any(words)
    assert not [said for said in words if said and not DESCRIPTION.fullmatch(said)]


def test_blurred_pictures(walked: Walked) -> None:
    sizes = {opened(picture).size for picture in walked.pictures}
    assert sizes == {
        (charts.WIDTH, height) for height in (charts.HISTOGRAM_HEIGHT, charts.SEASON_HEIGHT, timelines.HEIGHT)
    }
    one = charts.histogram(ONE_VOTE, title=SHOW, subtitle="Episode 13")
    bars = {picture for picture in walked.pictures if opened(picture).height == charts.HISTOGRAM_HEIGHT}
    assert len(bars) > 2
    for picture in bars:
        assert_alike([picture, one])
    none = timelines.timeline(Audit.of([], EpisodeNumber.of(13)), title=SHOW)
    for picture in walked.pictures:
        if opened(picture).height == timelines.HEIGHT:
            assert_alike([picture, none])
