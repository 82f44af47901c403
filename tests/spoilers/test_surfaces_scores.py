"""How episodes were rated: counted for all, told to those who may know, cut at what they have watched."""

from __future__ import annotations

import re

from bot import charts
from bot.charts import SeasonPoint
from bot.ratings import Tally
from tests.spoilers.sent import Sent, texts
from tests.spoilers.walk import RESULT, SEEN, SEEN_RATINGS, SEEN_RESULTS, SHOW, Walked

OVERVIEW = re.compile(r": /ratings (?:season|mine|top)|: results:")
LATER = re.compile(r"(?i)episode (?:1[2-9]|2\d)|^ +(?:1[2-9]|2\d) ", re.MULTILINE)


def test_score(walked: Walked) -> None:
    for sent in walked.unwatched():
        known = SEEN_RESULTS if sent.to == "bo" else set()
        assert set(RESULT.findall(sent.readable)) <= known, sent
    asked = [sent for sent in walked.of("bo: /ratings episode") if "is shown once you rate it" in sent.readable]
    assert asked
    assert not [sent for sent in asked if RESULT.search(_whole(sent))]
    public = walked.public()
    assert any(re.search(r"\d members rated it\.", sent.readable) for sent in public)
    assert any(RESULT.search(veil) for sent in public for veil in sent.veils)
    assert any(RESULT.search(sent.readable) for sent in walked.sent if sent.to == "aki")


def test_season_curve_table_leaderboard(walked: Walked) -> None:
    overviews = [sent for sent in walked.messages() if OVERVIEW.search(sent.act)]
    assert {sent.to for sent in overviews} == {"aki", "bo", "cy"}
    for sent in overviews:
        if sent.to != "aki":
            assert set(RESULT.findall(_whole(sent))) <= (SEEN_RESULTS if sent.to == "bo" else set()), sent
            assert not LATER.search("\n".join(sent.displays)), sent
    assert any(LATER.search(_whole(sent)) for sent in overviews if sent.to == "aki")
    votes = [SEEN_RATINGS.count(score) for score in range(1, 11)]
    point = SeasonPoint(str(SEEN), Tally(tuple(votes)))
    assert walked.season == charts.season_curve([point], title=SHOW, subtitle=f"Up to episode {SEEN}")


def _whole(sent: Sent) -> str:
    return "\n".join(text for _, text in texts(sent.body))
