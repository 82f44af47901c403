"""A review as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.reviews.evidence import Finding, Source
from bot.reviews.model import Image, LooseEnd, Part, PartKind, Review, ReviewKind, Score, as_json


def test_all_keys_are_there_and_plain() -> None:
    review = Review(
        kind=ReviewKind.RANGE,
        show="Copper Tide",
        season=2,
        span=EpisodeSpan(EpisodeNumber.of(12), EpisodeNumber(1350)),
        is_final=True,
        title="T",
        author="A",
        published=date(2025, 3, 4),
        url="https://blog.example/",
        score=Score("8.5", "10", "8.5/10"),
        parts=(Part(PartKind.RECAP, None, "text"),),
        loose_ends=(LooseEnd("Who?"), LooseEnd("Why?", 0.5)),
        language="en",
        episode_title="Bells",
        images=(Image("https://blog.example/a.png", "a bell"),),
        findings={
            "show": Finding("Copper Tide", Source.TITLE, 0.95),
            "score": Finding(Score("8.5", "10", "8.5/10"), Source.TEXT, 0.8),
        },
    )
    assert json.loads(json.dumps(as_json(review))) == {
        "kind": "range",
        "show": "Copper Tide",
        "season": 2,
        "first_episode": 12,
        "last_episode": 13.5,
        "is_final": True,
        "title": "T",
        "episode_title": "Bells",
        "author": "A",
        "published": "2025-03-04",
        "url": "https://blog.example/",
        "language": "en",
        "score": {"value": 8.5, "scale": 10, "raw": "8.5/10"},
        "parts": [{"kind": "recap", "heading": None, "text": "text"}],
        "loose_ends": ["Who?", "Why?"],
        "sure_loose_ends": ["Who?"],
        "images": [{"url": "https://blog.example/a.png", "alt": "a bell"}],
        "findings": {
            "show": {"value": "Copper Tide", "source": "title", "sureness": 0.95},
            "score": {"value": {"value": 8.5, "scale": 10, "raw": "8.5/10"}, "source": "text", "sureness": 0.8},
        },
    }


def test_whole_episodes_are_whole_numbers_and_unknown_ones_null() -> None:
    single = as_json(Review(kind=ReviewKind.EPISODE, span=EpisodeSpan.of(EpisodeNumber.of(7))))
    assert (repr(single["first_episode"]), repr(single["last_episode"])) == ("7", "7")
    unknown = as_json(Review(kind=ReviewKind.UNKNOWN))
    assert (unknown["first_episode"], unknown["score"], unknown["published"]) == (None, None, None)


@pytest.mark.parametrize("word", ["Poor", "nan", "Infinity", "1_0", "A-"])
def test_a_score_in_words_stays_a_word(word: str) -> None:
    read = as_json(Review(kind=ReviewKind.UNKNOWN, score=Score(word, "words", word)))
    assert read["score"] == {"value": word, "scale": "words", "raw": word}
