"""The author's score, and all the numbers that are not."""

from __future__ import annotations

import pytest

from bot.reviews.scores import find_score


@pytest.mark.parametrize(
    ("line", "value", "scale", "raw"),
    [
        ("I think it deserves about a 7/10 as an overall rating.", "7", "10", "about a 7/10 as an overall rating"),
        ("Overall Rating 7/10", "7", "10", "Overall Rating 7/10"),
        ("Rating: 8.50 / 10", "8.5", "10", "Rating: 8.50 / 10"),
        ("Rating: 8,5/10", "8.5", "10", "Rating: 8,5/10"),
        ("Rating: 3.5 (of 5)", "3.5", "5", "Rating: 3.5 (of 5)"),
        ("Overall, I give this special episode a three out of ten.", "3", "10", "three out of ten"),
        ("I would give it seven and a half out of ten, were I kind.", "7.5", "10", "seven and a half out of ten"),
        ("Score: 85/100", "85", "100", "Score: 85/100"),
        ("Rating: ★★★★☆", "4", "5", "Rating: ★★★★☆"),
        ("Current Standing: Poor (Trending Upward)", "Poor", "words", "Current Standing: Poor (Trending Upward)"),
        ("THE VERDICT: A", "A", "letters", "THE VERDICT: A"),
        ("Grade: b+", "B+", "letters", "Grade: b+"),
        ("7/10", "7", "10", "7/10"),
    ],
)
def test_scores(line: str, value: str, scale: str, raw: str) -> None:
    score = find_score(["A long evening.", line])
    assert score is not None
    assert (score.value, score.scale, score.raw) == (value, scale, raw)


@pytest.mark.parametrize(
    "line",
    [
        "Community score: 4.7",
        "The community score is 4.7/5 as of today.",
        "MyAnimeList users give this episode an 8/10.",
        "Last week I would have said 9/10.",
        "Rated PG-13",
        "6 min read",
        "Rating: 4",
        "Episode Rating +/-",
        "Animation: 8/10",
        "Family friendly review 7/10",
        "Score: 11/10",
        "About 9/10 of the crew had drowned before the bell rang for the second time that night.",
        "The divers meet at 7/10/2024 by the pier.",
        "Two out of five divers come home.",
        "She wins 3/4 of the fights in this long and wearying tournament of the deep.",
        "The odds of the lamp are 1 in 10.",
        "Verdict: the sea wins",
    ],
)
def test_not_scores(line: str) -> None:
    assert find_score([line]) is None


def test_only_overall_counts_among_aspects() -> None:
    lines = ["3/10 story", "8/10 animation", "6.5/10 sound", "4/10 characters", "5/10 overall"]
    score = find_score(lines)
    assert score is not None
    assert (score.value, score.raw) == ("5", "5/10 overall")


def test_the_episode_outweighs_the_series() -> None:
    score = find_score(["I give this episode an 8/10, but the series overall a 6/10."])
    assert score is not None
    assert score.value == "8"


def test_two_that_weigh_the_same_are_none() -> None:
    assert find_score(["Score: 8/10", "Score: 6/10"]) is None
    assert find_score(["Score: 8/10", "Rating: 8/10"]) is not None


def test_the_title_and_the_front_matter_may_hold_it() -> None:
    titled = find_score([], title="Mob Psycho 100 S3 Anime Review – 85/100")
    assert titled is not None
    assert (titled.value, titled.scale) == ("85", "100")
    stated = find_score(["Score: 6/10"], stated="8/10")
    assert stated is not None
    assert (stated.value, stated.raw) == ("8", "8/10")
    assert find_score(["Score: 6/10"], stated="8") is None
