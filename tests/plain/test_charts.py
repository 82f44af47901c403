"""The pictures of ratings, read as pixels and as the texts that were put on them."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from bot import charts
from bot.canvas import PANEL, SMALLEST, Canvas, Text, clean
from bot.charts import (
    SeasonPoint,
    draw_histogram,
    draw_season,
    histogram,
    season_curve,
    short,
)
from bot.episodes import EpisodeNumber
from bot.ratings import Tally
from tests.plain.blurring import assert_alike, opened

TITLE = "Return to Sender, Says the Moon"
WIDE = "月は差出人に返すと言う" * 9
SKEWED = Tally((1, 0, 2, 3, 8, 15, 41, 87, 120, 66))
HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\u202e\u200b\u0301\u0489\ufe0f\U0001f680\ud800\x00\n|月한文ﷺ⸻"),
    ),
    max_size=400,
)
VOTES = st.one_of(st.integers(0, 50), st.integers(0, 10**10))
TALLIES = st.one_of(st.just(Tally()), st.builds(Tally, st.tuples(*[VOTES] * 10)))
POINTS = st.lists(
    st.builds(
        SeasonPoint,
        st.builds(str, st.builds(EpisodeNumber, st.integers(0, 999_999))),
        TALLIES,
        st.none() | st.floats(0, 10),
    ),
    max_size=70,
)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def is_colour(picture: Image.Image, x: float, y: float, colour: str) -> bool:
    """Whether that pixel has the colour, but for what the shade of the ground takes from it."""
    pixel = picture.getpixel((round(x), round(y)))
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= 4 for a, b in zip(pixel, ImageColor.getrgb(colour), strict=False))


def heights(picture: Image.Image) -> list[int]:
    """How far above the line below the bars each one's upper edge is, in pixels; 0 where there is none."""
    slot = (charts.WIDTH - 2 * charts.MARGIN) / 10
    middles = [charts.MARGIN + slot * (bar + 0.5) for bar in range(10)]
    return [
        508 - min((y for y in range(picture.height) if is_colour(picture, x, y, charts.MEMBERS)), default=508)
        for x in middles
    ]


def columns_of(picture: Image.Image, colour: str) -> set[int]:
    """Where, from left to right, there is a pixel of that colour in the season's plot."""
    return {x for x in range(170, 960) for y in range(215, 480) if is_colour(picture, x, y, colour)}


def words(canvas: Canvas) -> list[str]:
    return [text.text for text in canvas.texts]


def assert_tidy(canvas: Canvas) -> None:
    """No text reaches out of the panel or into another, and none is too small for a phone."""
    for text in canvas.texts:
        left, top, right, bottom = text.box
        assert left >= 24, text
        assert top >= 24, text
        assert right <= canvas.width - 24, text
        assert bottom <= canvas.height - 24, text
        assert text.size >= SMALLEST, text
    for one, other in combinations(canvas.texts, 2):
        assert apart(one, other), (one, other)


def apart(one: Text, other: Text) -> bool:
    a, b = one.box, other.box
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in ImageColor.getrgb(colour)[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def agreed(score: int) -> Tally:
    return Tally(tuple(2 * (each == score) for each in range(1, 11)))


def season(count: int, votes: int = 30, unrated: tuple[int, ...] = ()) -> list[SeasonPoint]:
    dice = random.Random(count)
    return [
        SeasonPoint(
            str(number),
            Tally() if number in unrated else Tally((0, 0, 0, 0, 1, 2, *(dice.randrange(votes) + 1 for _ in range(4)))),
            dice.choice((None, 7.5, 9.0)),
        )
        for number in range(1, count + 1)
    ]


# What can be read


@pytest.mark.parametrize("colour", [charts.TEXT, charts.MUTED])
def test_text_stands_out_from_the_panel_as_wcag_asks_at_its_stricter_level(colour: str) -> None:
    assert contrast(colour, PANEL) >= 7


@pytest.mark.parametrize("colour", [charts.MEMBERS, charts.BAND_EDGE, charts.REVIEWERS, charts.TEXT])
def test_marks_stand_out_from_the_panel_and_from_the_band(colour: str) -> None:
    assert contrast(colour, PANEL) >= 3
    assert colour == charts.BAND_EDGE or contrast(colour, charts.BAND) >= 3


@pytest.mark.parametrize("height", [charts.HISTOGRAM_HEIGHT, charts.SEASON_HEIGHT])
def test_the_panel_is_its_own_ground_and_its_corners_are_clear(height: int) -> None:
    picture = opened(Canvas(charts.WIDTH, height).png())
    assert picture.size == (charts.WIDTH, height)
    for x, y in ((0, 0), (charts.WIDTH - 1, 0), (0, height - 1), (charts.WIDTH - 1, height - 1)):
        assert picture.getpixel((x, y))[3] == 0  # type: ignore[index]
    assert picture.getpixel((charts.WIDTH // 2, 0))[3] >= 250  # type: ignore[index]
    assert is_colour(picture, charts.WIDTH // 2, 2, PANEL)


# What can be read through a blur


def tally(votes: dict[int, int]) -> Tally:
    return Tally(tuple(votes.get(score, 0) for score in range(1, 11)))


def test_a_blurred_histogram_is_the_same_for_any_ratings() -> None:
    tallies = [
        tally({1: 300}),
        tally({10: 300}),
        Tally((30,) * 10),
        tally({2: 120, 3: 80, 8: 90, 9: 123}),
        tally({9: 1}),
        tally({1: 1, 9: 250_000, 10: 750_000}),
        tally({1: 750_000, 2: 250_000, 10: 1}),
        SKEWED,
        Tally(SKEWED.votes[::-1]),
    ]
    assert_alike([histogram(each, title=TITLE, subtitle="Episode 13") for each in tallies])


@given(votes=st.tuples(*[VOTES] * 10))
@settings(FEW, max_examples=10)
def test_any_blurred_histogram_is_that_of_one_vote(votes: tuple[int, ...]) -> None:
    assert_alike([histogram(each, title=TITLE, subtitle="") for each in (Tally(votes), tally({5: 1}))])


def test_a_blurred_season_is_the_same_for_any_ratings() -> None:
    numbers = range(1, 14)
    seasons = [
        [tally({max(1, number * 10 // 13): 30}) for number in numbers],
        [tally({10 - number * 9 // 13: 30}) for number in numbers],
        [tally({2: 30})] * 13,
        [tally({9: 30})] * 13,
        [tally({1: 30, 10: 30})] * 13,
        [tally({5: 7, 6: 20, 9: 3 * number}) for number in numbers],
    ]
    points = [[SeasonPoint(str(n), each) for n, each in zip(numbers, season, strict=True)] for season in seasons]
    marked = [[SeasonPoint(str(n), tally({score: 30}), score) for n in numbers] for score in (2, 9)]
    assert_alike([season_curve(each, title=TITLE, subtitle="Season 1") for each in points + marked])


# An episode


def test_bars_are_as_high_as_their_counts() -> None:
    measured = heights(opened(histogram(SKEWED, title=TITLE, subtitle="Episode 13")))
    assert measured[1] == 0
    for height, votes in zip(measured, SKEWED.votes, strict=True):
        assert votes < 5 or height / max(measured) == pytest.approx(votes / 120, abs=0.02)


def test_one_rating_among_a_million_is_seen() -> None:
    measured = heights(opened(histogram(Tally((1, *[0] * 8, 1_000_000)), title=TITLE, subtitle="")))
    assert 0 < measured[0] < 8
    assert measured[1] == 0


def test_a_histogram_says_its_numbers() -> None:
    said = words(draw_histogram(SKEWED, title=TITLE, subtitle="Episode 13"))
    assert said == [
        *(TITLE, "343 ratings", "Episode 13"),
        *(word for score, votes in enumerate(SKEWED.votes, 1) for word in (str(votes), str(score))),
        "Mean 8.4 ± 1.4",
    ]


def test_the_mean_is_marked_where_it_is_and_the_spread_to_both_sides() -> None:
    picture = opened(histogram(Tally((0, 0, 0, 0, 0, 5, 0, 0, 0, 5)), title="", subtitle=""))
    marked = [x for x in range(picture.width) if is_colour(picture, x, 220, charts.TEXT)]
    slot = (charts.WIDTH - 2 * charts.MARGIN) / 10
    assert min(marked) == pytest.approx(charts.MARGIN + slot * 5.5, abs=3)
    assert max(marked) == pytest.approx(charts.MARGIN + slot * 9.5, abs=3)
    assert is_colour(picture, charts.MARGIN + slot * 7.5, 227, charts.TEXT)


@pytest.mark.parametrize(
    ("tally", "count", "mean"),
    [
        (Tally(), "0 ratings", "No ratings yet"),
        (Tally((0,) * 8 + (1, 0)), "1 rating", "Mean 9.0"),
        (Tally((0,) * 9 + (250,)), "250 ratings", "Mean 10.0"),
        (Tally((7,) * 10), "70 ratings", "Mean 5.5 ± 2.9"),
        (Tally((50, *[0] * 8, 50)), "100 ratings", "Mean 5.5 ± 4.5"),
        (Tally((123_456,) * 10), "1,234,560 ratings", "Mean 5.5 ± 2.9"),
        (Tally((9_999,) * 10), "99,990 ratings", "Mean 5.5 ± 2.9"),
    ],
)
def test_a_histogram_is_tidy_at_its_extremes(tally: Tally, count: str, mean: str) -> None:
    canvas = draw_histogram(tally, title=WIDE, subtitle=WIDE)
    assert {count, mean} <= set(words(canvas))
    assert_tidy(canvas)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "10k"),
        (12_345, "12.3k"),
        (123_456, "123k"),
        (999_949, "1M"),
        (1_234_567, "1.23M"),
        (12_345_678_901, "12.3B"),
        (1_234_567_890_123, "1230B"),
    ],
)
def test_counts_are_shortened(count: int, said: str) -> None:
    assert short(count) == said


# A season


def test_a_season_says_its_numbers() -> None:
    points = [
        SeasonPoint("0", Tally((0,) * 6 + (3, 1, 0, 0)), 7.0),
        SeasonPoint("12", Tally()),
        SeasonPoint("13.5", Tally((0,) * 7 + (1, 2, 999))),
    ]
    assert words(draw_season(points, title=TITLE, subtitle="Season 2")) == [
        *(TITLE, "1,006 ratings", "Season 2", "1", "4", "7", "10"),
        *("Best 10.0, episode 13.5", "Lowest 7.2, episode 0"),
        *("Episode", "Ratings", "0", "4", "12", "0", "13.5", "1k"),
        *("Members’ mean", "± spread", "Reviewers’ mean"),
    ]


def test_the_curve_goes_through_the_means_on_a_scale_from_one_to_ten() -> None:
    # The first two are the best and the lowest, which have marks of their own.
    points = [SeasonPoint(f"{score}.5", agreed(score)) for score in (10, 1, 5, 4, 9, 2)]
    canvas = draw_season(points, title="", subtitle="")
    picture = opened(canvas.png())
    middles = {text.text: ((text.box[0] + text.box[2]) / 2, (text.box[1] + text.box[3]) / 2) for text in canvas.texts}
    one, ten = middles["1"][1], middles["10"][1]
    for score in (5, 4, 9, 2):
        y = one + (ten - one) * (score - 1) / 9
        assert is_colour(picture, middles[f"{score}.5"][0], y, charts.MEMBERS)
        assert not is_colour(picture, middles[f"{score}.5"][0], y + 20, charts.MEMBERS)


def test_where_nobody_rated_the_curve_has_a_gap() -> None:
    whole = columns_of(opened(season_curve(season(9), title="", subtitle="")), charts.MEMBERS)
    broken = columns_of(opened(season_curve(season(9, unrated=(4, 5)), title="", subtitle="")), charts.MEMBERS)

    def widest(columns: set[int]) -> int:
        return max(after - before for before, after in pairwise(sorted(columns)))

    assert widest(whole) < 40
    assert widest(broken) > 200


def test_an_episode_between_gaps_still_has_its_spread() -> None:
    picture = opened(season_curve(season(5, unrated=(2, 4)), title="", subtitle=""))
    assert any(x for x in columns_of(picture, charts.BAND_EDGE) if 550 < x < 575)


def test_reviewers_are_marked_only_where_there_are_any() -> None:
    points = season(12)
    assert columns_of(opened(season_curve(points, title="", subtitle="")), charts.REVIEWERS)
    alone = draw_season([SeasonPoint(each.episode, each.tally) for each in points], title="", subtitle="")
    assert not columns_of(opened(alone.png()), charts.REVIEWERS)
    assert "Reviewers’ mean" not in words(alone)


def test_a_reviewers_mark_is_seen_around_an_equal_mean() -> None:
    points = [SeasonPoint("1", SKEWED), SeasonPoint("2", Tally((0, 0, 0, 0, 0, 0, 0, 9, 0, 0)), 8.0)]
    picture = opened(season_curve([*points, SeasonPoint("3", Tally((0,) * 9 + (1,)))], title="", subtitle=""))
    assert len(columns_of(picture, charts.REVIEWERS)) >= 20


@pytest.mark.parametrize("count", [0, 1, 2, 12, 13, 24, 26, 60, 300])
@pytest.mark.parametrize("votes", [1, 400, 40_000])
def test_labels_of_a_season_never_touch(count: int, votes: int) -> None:
    canvas = draw_season(season(count, votes), title=WIDE, subtitle=WIDE)
    assert_tidy(canvas)
    assert not count or "1" in [text.text for text in canvas.texts if text.start[1] > 500]


def test_a_dozen_episodes_all_have_their_labels() -> None:
    numbers = [text.text for text in draw_season(season(13, 80), title="", subtitle="").texts if text.start[1] == 516]
    assert numbers == ["Episode", *(str(number) for number in range(1, 14))]


def test_a_season_that_nobody_rated_says_so() -> None:
    canvas = draw_season([SeasonPoint("1", Tally()), SeasonPoint("2", Tally(), 7.0)], title=TITLE, subtitle="")
    assert "No ratings yet" in words(canvas)
    assert not any(word.startswith("Best") for word in words(canvas))


def test_of_equal_episodes_only_one_is_named() -> None:
    said = words(draw_season([SeasonPoint("1", SKEWED), SeasonPoint("2", SKEWED)], title="", subtitle=""))
    assert "Best 8.4, episode 1" in said
    assert not any(word.startswith("Lowest") for word in said)


# Titles


@pytest.mark.parametrize("title", [WIDE, "W" * 999, "장송의 프리렌 " * 9, "Ёжик в тумане " * 9])
def test_a_long_title_ends_in_an_ellipsis(title: str) -> None:
    shown = draw_histogram(SKEWED, title=title, subtitle="").texts[0]
    assert shown.text.endswith("…")
    assert shown.box[2] <= charts.WIDTH - charts.MARGIN + 1
    assert shown.box[2] >= charts.WIDTH - charts.MARGIN - 60


@pytest.mark.parametrize(
    "text",
    ["葬送のフリーレン", "髙﨑〜①※", "장송의", "葬送的芙莉莲", "羅小黑戰記", "Ćma Żółć", "Їжак", "Ωμέγα", "☆♪♥×→"],
)
def test_writing_that_the_fonts_cover_is_drawn_with_a_shape_of_its_own(text: str) -> None:
    drawn = {character: shape(character) for character in text if character != " "}
    missing = shape("\U0001f680")
    assert missing not in drawn.values()
    assert len(set(drawn.values())) == len(drawn)


def shape(character: str) -> bytes:
    canvas = Canvas(80, 80)
    canvas.text((10, 50), character, 40, charts.TEXT)
    return canvas.png()


def test_a_title_is_one_line_without_what_has_no_shape() -> None:
    assert clean(" a\n\tb\u202e\u200d\x00\ud800c\u3000か\u3099 ") == "a bc が"


@pytest.mark.parametrize("title", ["\u0300Lantern", "\u0300", " \u0300 \u0301Lantern", "\u200b \u0300Lantern"])
def test_an_accent_with_nothing_to_stand_on_is_not_drawn_into_the_margin(title: str) -> None:
    assert clean(title) in ("Lantern", "")
    canvas = draw_season([], title=title, subtitle="\u0300")
    assert min(drawn.box[0] for drawn in canvas.texts) >= charts.MARGIN


# Anything at all


@given(tally=TALLIES, title=HOSTILE, subtitle=HOSTILE)
@FEW
def test_any_tally_and_title_make_a_tidy_histogram(tally: Tally, title: str, subtitle: str) -> None:
    canvas = draw_histogram(tally, title=title, subtitle=subtitle)
    assert_tidy(canvas)
    png = canvas.png()
    assert opened(png).size == (charts.WIDTH, charts.HISTOGRAM_HEIGHT)
    assert len(png) < 300_000


@given(points=POINTS, title=HOSTILE, subtitle=HOSTILE)
@FEW
def test_any_season_and_title_make_a_tidy_curve(points: list[SeasonPoint], title: str, subtitle: str) -> None:
    canvas = draw_season(points, title=title, subtitle=subtitle)
    assert_tidy(canvas)
    png = canvas.png()
    assert opened(png).size == (charts.WIDTH, charts.SEASON_HEIGHT)
    assert len(png) < 300_000


def test_threads_at_once_draw_what_one_alone_draws() -> None:
    def draw(number: int) -> bytes:
        title = f"{TITLE} 月は差出人に返すと言う {number % 4}"
        return season_curve(season(5 + number % 4), title=title, subtitle="") + histogram(
            SKEWED, title=title, subtitle=""
        )

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(draw, range(12))) == [draw(number % 4) for number in range(12)]
