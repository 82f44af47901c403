"""The author's score, and all the numbers that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reviews.evidence import sure
from bot.reviews.model import Score
from bot.reviews.score_forms import share_of, written_scores
from bot.reviews.scores import find_score


def told(*lines: str, title: str | None = None, stated: str | None = None) -> tuple[str, str, str] | None:
    score = sure(find_score(lines, title=title, stated=stated))
    return (score.value, score.scale, score.raw) if score else None


@pytest.mark.parametrize(
    ("line", "value", "scale", "raw"),
    [
        ("I think it deserves about a 7/10 as an overall rating.", "7", "10", "about a 7/10 as an overall rating"),
        ("Overall Rating 7/10", "7", "10", "Overall Rating 7/10"),
        ("Rating: 8.50 / 10", "8.5", "10", "Rating: 8.50 / 10"),
        ("Episode Rating(s): 8/10 (plot moves, at last, and the end is near)", "8", "10", "8/10"),
        ("Rating: 8,5/10", "8.5", "10", "Rating: 8,5/10"),
        ("Rating: 3.5 (of 5)", "3.5", "5", "Rating: 3.5 (of 5)"),
        ("Overall, I give this special episode a three out of ten.", "3", "10", "three out of ten"),
        ("I would give it seven and a half out of ten, were I kind.", "7.5", "10", "seven and a half out of ten"),
        ("Score: 85/100", "85", "100", "Score: 85/100"),
        ("Score: 90%", "90", "100", "Score: 90%"),
        ("70/100 (down 8 points from the previous episode)", "70", "100", "70/100"),
        ("7/10", "7", "10", "7/10"),
        ("Score: 8 out of 10 lamps", "8", "10", "Score: 8 out of 10 lamps"),
        ("Last week’s episode was an 8/10, this one is a 6/10.", "6", "10", "6/10"),
        (
            "The bell scene was loud, and it sank the rest. This gets three out of five stars.",
            "3",
            "5",
            "three out of five",
        ),
        ("Rating: ★★★★☆", "4", "5", "Rating: ★★★★☆"),
        ("★★★½", "3.5", "5", "★★★½"),
        ("⭐⭐⭐⭐", "4", "5", "⭐⭐⭐⭐"),
        ("★★☆☆☆☆☆", "2", "7", "★★☆☆☆☆☆"),
        ("★★★★★★★", "7", "10", "★★★★★★★"),
        ("★3.5", "3.5", "5", "★3.5"),
        ("4 stars out of 5", "4", "5", "4 stars out of 5"),
        ("I give it four stars.", "4", "", "I give it four stars"),
        ("Current Standing: Poor (Trending Upward)", "Poor", "words", "Current Standing: Poor (Trending Upward)"),
        ("THE VERDICT: A", "A", "letters", "THE VERDICT: A"),
        ("Grade: b+", "B+", "letters", "Grade: b+"),
        ("B+", "B+", "letters", "B+"),
        ("The bell alone would carry it, and so this episode gets an A- from me.", "A-", "letters", "A-"),
        ("Rating: 4", "4", "", "Rating: 4"),
        ("Rating: 4 The divers come home.", "4", "", "Rating: 4 The divers come home"),
        ("10個の星のうち8個", "8", "10", "10個の星のうち8個"),
        ("5つ星のうち4", "4", "5", "5つ星のうち4"),
        ("10点満点中7点", "7", "10", "10点満点中7点"),
        ("8 von 10 Punkten", "8", "10", "8 von 10 Punkten"),
        ("Note : 15/20", "15", "20", "Note : 15/20"),
        ("Editor Rating • 4.5 / 5.0", "4.5", "5", "Editor Rating • 4.5 / 5.0"),
        ("Für diese Folge vergebe ich mal wieder 8 von 10 Lampen!", "8", "10", "8 von 10"),
        ("This was a decent episode. A solid C.", "C", "letters", "A solid C"),
        ("Épisode 6 – Something Rang There Before – 12/20", "12", "20", "12/20"),
        ("Overall – 9", "9", "", "Overall – 9"),
        ("Nota: 8 de 10", "8", "10", "Nota: 8 de 10"),
    ],
)
def test_scores(line: str, value: str, scale: str, raw: str) -> None:
    assert told("A long evening.", line) == (value, scale, raw)


@pytest.mark.parametrize(
    ("line", "value", "scale"),
    [
        ("Sadly I cannot rate the diving in it higher than 2 1/2 stars out of 5.", "2.5", "5"),
        ("Rating: 3½/5", "3.5", "5"),
        ("4 and a half stars", "4.5", ""),
        ("Four and a half stars!", "4.5", ""),
        ("Before the 8 star rating makes you curious, know that nobody dives for an hour.", "8", ""),
        ("Since it is only a lamp and a bell, I give it an 8, because both are bright.", "8", ""),
        ("I’d give this a solid 7.5 for the gulls alone, and the bell is a bonus that I did not expect.", "7.5", ""),
        ("To end with, this is the first score of 2 that I have ever had to write down here.", "2", ""),
        ("My final score for the episode is a 9.", "9", ""),
        ("This finale easily gets a nine from me, and I am not known to be generous with the sea.", "9", ""),
        ("Note globale : 10/10", "10", "10"),
        ("Note : 8", "8", ""),
        ("Puntuación final: 8,5", "8.5", ""),
        ("Overall : 7,5 /10", "7.5", "10"),
        ("Note finale : 17/20", "17", "20"),
        ("Wertung: 4,0 von 5", "4", "5"),
        ("Am Ende sind das für mich 4 von 5 Sternen.", "4", "5"),
        ("Une belle plongée : 4 étoiles sur 5", "4", "5"),
        ("Voto: 8 su 10", "8", "10"),
        ("Avaliação: 9/10", "9", "10"),
        ("総合評価：★★★☆☆", "3", "5"),
        ("評価：80点", "80", ""),
        ("8点/10点", "8", "10"),
        ("10点満点で8点", "8", "10"),
        ("評価：８／１０", "8", "10"),
        ("Final Grade A-", "A-", "letters"),
        ("Grade for this episode: B", "B", "letters"),
        ("I would call it an 8 on a scale of 1 to 10, and the bell is why it is not less.", "8", "10"),
        ("I’d give this season seven out of ten.", "7", "10"),
        ("Rating 8", "8", ""),
        ("Overall rating: 4.5★", "4.5", ""),
        ("Score (out of 10): 8", "8", "10"),
        ("Ich gebe der Folge 8 von 10 Punkten.", "8", "10"),
        ("Le doy un 8 sobre 10.", "8", "10"),
        ("個人的には80点です。", "80", ""),
    ],
)
def test_scores_in_more_words_and_languages(line: str, value: str, scale: str) -> None:
    found = told("A long evening.", line)
    assert found is not None
    assert found[:2] == (value, scale)


@pytest.mark.parametrize(
    "line",
    [
        "Part 2 of 5",
        "Episode 3/10",
        "Episodes watched: 5/10",
        "Folge 3 von 10",
        "第3/10話",
        "5/10 watched",
        "Posted 3/10",
        "3/10 - 9/10: the weeks by the sea",
        "10/10 means that I would drown for it.",
        "5/5 = a masterpiece",
        "9 out of 10 times the gull is right about the weather in this episode.",
        "In this episode four out of five sisters come home.",
        "Hindsight is 20/20",
        "20/20 vision",
        "She wins the match with a score of 3 to 2.",
        "They win with a score of 21.",
        "The two stars of this episode are the gulls.",
        "A five star hotel stands by the pier of the harbour in this episode.",
        "★今週の見どころ",
        "Bell★Rock",
        "★ ★",
        "★★★ 今週のお知らせと次回の予告について ★★★",
        "Note: A bell rings in the last scene of the week.",
        "Verdict: A fine dive",
        "An A for effort it gets.",
        "The bosun gets an A for effort.",
        "The overall crew, 90% of them, cannot swim.",
        "Unlike the show about bells, which I gave a 9/10, it sinks.",
        "Nota media de los usuarios: 8/10",
        "Note moyenne des lecteurs : 17/20",
        "みんなの評価：★★★★☆",
        "作画：8/10",
        "Scénario : 15/20",
        "I’ll give it 3 more episodes.",
        "He rolls a 4 out of 6.",
        "They lead 4/5.",
        "3 of 10",
        "3/10 Monday",
        "His exam score: 20/100",
        "He gets an F in maths.",
        "4 stars shine above the harbour",
        "Age rating: 16",
        "Rating: 12 (FSK)",
        "Rate this: 5/5",
        "Rate this post: 4.5/5",
        "[Total: 12 Average: 4.5/5]",
        "I give it 3 weeks until the bell is heard again.",
    ],
)
def test_what_only_looks_like_a_score(line: str) -> None:
    assert told("A long evening.", line) is None


def test_a_number_in_brackets_above_the_text_may_be_a_date() -> None:
    assert told("(3/10)", "The sea is calm.", "The lamps are out.", "Nobody is home.") is None
    assert told("The sea is calm.", "The lamps are out.", "(3/10)") == ("3", "10", "(3/10)")


def test_what_a_title_counts_is_no_score() -> None:
    assert told(title="The Bell Episode 3/10 Review") is None
    assert told(title="Bell★Rock Shanty episode 3") is None
    assert told("The last one rang true. Grade: A+", title="Grading 10 Season Finales") is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["7", "/10"], ("7", "10")),
        (["Rating:", "8/10"], ("8", "10")),
        (["**Score**", "8.5 / 10"], ("8.5", "10")),
        (["My score:", "7", "out of 10"], ("7", "10")),
    ],
)
def test_scores_that_a_page_parts_over_lines(lines: list[str], expected: tuple[str, str]) -> None:
    found = told("A long evening.", *lines)
    assert found is not None
    assert found[:2] == expected


@pytest.mark.parametrize(
    "line",
    [
        "Community score: 4.7",
        "The community score is 4.7/5 as of today.",
        "4.2/5 - (18 votes)",
        "IMDb: 8.1/10",
        "MyAnimeList users give this episode an 8/10.",
        "Last week I would have said 9/10.",
        "Rated PG-13",
        "Rating: R - 17+",
        "6 min read",
        "Episode Rating +/-",
        "Animation: 8/10",
        "Family friendly review 7/10",
        "Score: 11/10",
        "About 9/10 of the crew had drowned before the bell rang for the second time that night.",
        "The divers meet at 7/10/2024 by the pier.",
        "We return on 5/10",
        "Two out of five divers come home.",
        "Nobody trusts 12 of 13 episodes of this.",
        "She wins 3/4 of the fights in this long and wearying tournament of the deep.",
        "The odds of the lamp are 1 in 10.",
        "A solid episode.",
        "A+ lamps in this scene and a lot more of them to come.",
        "It gets a boat, and a bell.",
        "a strong c, sung by the gull",
        "Audio Rating: B+",
        "An excellent dive will get a ten out of ten all the time.",
        "Half of it sinks, 90% of the crew with it.",
        "Verdict: the sea wins",
    ],
)
def test_not_scores(line: str) -> None:
    assert told("A long evening.", line) is None


def test_only_overall_counts_among_aspects() -> None:
    lines = ["3/10 story", "8/10 animation", "6.5/10 sound", "4/10 characters", "5/10 overall"]
    assert told(*lines) == ("5", "10", "5/10 overall")
    assert told("Animation 8/10 Story 7/10 Overall 6/10 Sound 4/10") == ("6", "10", "6/10")


def test_the_episode_outweighs_the_series() -> None:
    assert told("I give this episode an 8/10, but the series overall a 6/10.") == ("8", "10", "8/10")


def test_two_that_weigh_the_same_are_none() -> None:
    assert told("Score: 8/10", "Score: 6/10") is None
    assert told("Score: 8/10", "Rating: 8/10") == ("8", "10", "Score: 8/10")


def test_a_number_without_a_scale_takes_it_from_the_same_number_elsewhere() -> None:
    assert told("I give this special episode a three out of ten.", "Reviewer’s Rating: 3") == (
        "3",
        "10",
        "three out of ten",
    )


def test_a_number_among_other_words_counts_at_the_end_alone() -> None:
    lines = ["The bell, 9/10, would ring again", "The sea is calm.", "The lamps are out.", "Nobody is home."]
    assert told(*lines) is None
    assert told(*reversed(lines)) == ("9", "10", "The bell, 9/10, would ring again")


def test_the_title_and_the_front_matter_may_hold_it() -> None:
    assert told(title="Mob Psycho 100 S3 Anime Review – 85/100") == ("85", "100", "85/100")
    assert told("Score: 6/10", stated="8/10") == ("8", "10", "8/10")
    assert told("Score: 6/10", stated="8") == ("8", "", "8")
    assert told("Score: 6/10", stated="B-") == ("B-", "letters", "B-")
    assert told("Score: 6/10", stated="the sea") == ("6", "10", "Score: 6/10")


@pytest.mark.parametrize(
    ("score", "share"),
    [
        (Score("7", "10", "7/10"), 0.7),
        (Score("3.5", "5", "3.5/5"), 0.7),
        (Score("B+", "letters", "B+"), None),
        (Score("4", "", "Rating: 4"), None),
    ],
)
def test_a_score_is_a_share_where_its_scale_is_a_number(score: Score, share: float | None) -> None:
    assert share_of(score) == share


@given(st.text(st.sampled_from("0123456789/.,%★⭐☆½ ABCF+-:outfe Rating"), max_size=120))
def test_whatever_the_line_a_score_is_within_its_scale(line: str) -> None:
    for written in written_scores(line):
        assert 0 <= written.start < written.end <= len(line)
        share = share_of(written.score)
        assert share is None or 0 <= share <= 1


def test_a_number_outweighs_a_word() -> None:
    assert told("Verdict: Good", "The harbour sleeps.", "Initial Rating: 8.5/10") == (
        "8.5",
        "10",
        "Initial Rating: 8.5/10",
    )


@pytest.mark.parametrize(
    "line",
    [
        "After weeks of lamps, not every single episode can be a 10/10 emotional climax.",
        "It received a very low rating of one star on a streaming site.",
        "It’s not a 10/10, and it need not be.",
        "This isn’t quite a 9/10 episode.",
        "I would give it a 7.5 or 8 out of 10.",
    ],
)
def test_a_score_that_the_thing_does_not_get_is_none(line: str) -> None:
    assert told(line) is None
