"""Properties of the veil that hold for any text, judged by readers that were not written here."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

import regex  # type: ignore[import-untyped]
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber
from bot.gate import Viewer
from bot.spoilers import Spoiler, open_pages, tidy, unveil, veil, veil_pages
from tests.spoilers.hostile import hostile, limits, long_hostile
from tests.spoilers.judges import blocks_of_preview, outside_of_old_parser, outside_of_preview

EPISODE = EpisodeNumber.of(13)
ONE_VEIL = (1, "")
TIMES = max(settings.default.max_examples if settings.default else 0, 400)
TRIED = settings(
    max_examples=TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
WHOLES = ("<@123>", "<:name:123>", "<t:1700000000:R>", "https://a.b/x,y\n", "[see it](<https://a.b>)", "</rate it:12>")


def units(text: str) -> int:
    return max(len(text), len(text.encode("utf-16-le")) // 2)


def seen(text: str) -> str:
    """Return what of a text has a shape, less backslashes, which are also a mark."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(c for c in whole if c != "\\" and unicodedata.category(c)[0] not in "CZ")


def opened(text: str, limit: int = 2000) -> list[str]:
    return open_pages(Spoiler(text, show_id=1, episode=EPISODE), Viewer(EPISODE), limit)


@TRIED
@given(hostile)
def test_one_veil_covers_all_for_both_judges(text: str) -> None:
    page = veil(text)
    if page:
        assert outside_of_preview(page) == ONE_VEIL
        assert outside_of_old_parser(page) == ONE_VEIL


@TRIED
@given(hostile, limits)
def test_every_page_is_one_veil_for_both_judges(text: str, limit: int) -> None:
    for page in veil_pages(text, limit):
        assert outside_of_preview(page) == ONE_VEIL
        assert outside_of_old_parser(page) == ONE_VEIL


@settings(TRIED, max_examples=TIMES // 20)
@given(long_hostile)
def test_every_long_page_is_one_veil_and_all_of_it_is_read_back(text: str) -> None:
    pages = veil_pages(text)
    for page in pages:
        assert units(page) <= 2000
        assert outside_of_preview(page) == ONE_VEIL
    assert "".join(map(unveil, pages)) == (tidy(text) if pages else "")


@TRIED
@given(hostile)
def test_a_veil_lies_in_one_paragraph(text: str) -> None:
    page = veil(text)
    assert not page or blocks_of_preview(page) == {"paragraph"}


@TRIED
@given(hostile, limits)
def test_no_pipes_meet_inside_and_no_line_is_blank(text: str, limit: int) -> None:
    for page in veil_pages(text, limit):
        assert re.fullmatch(r"\|\|(?:(?!\|\|)[^\n])+(?:\n(?:(?!\|\|)[^\n])+)*\|\|", page)
        assert "|||" not in page
        assert all(line.strip() for line in page.split("\n"))
        assert len(page.splitlines()) == page.count("\n") + 1
        assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in page.replace("\n", ""))


@TRIED
@given(hostile)
def test_what_was_veiled_is_read_back(text: str) -> None:
    page = veil(text)
    assert unveil(page) == (tidy(text) if page else "")


@TRIED
@given(hostile, limits)
def test_pages_are_read_back_to_the_whole_text(text: str, limit: int) -> None:
    pages = veil_pages(text, limit)
    assert "".join(map(unveil, pages)) == (tidy(text) if pages else "")
    assert "".join(map(unveil, opened(text, limit))) == (tidy(text) if pages else "")


@TRIED
@given(hostile, limits)
def test_nothing_that_has_a_shape_is_lost_doubled_or_moved(text: str, limit: int) -> None:
    pages = veil_pages(text, limit)
    assert not pages or seen("".join(page[2:-2] for page in pages)) == seen(text)
    assert not pages or seen("".join(opened(text, limit))) == seen(text)


@TRIED
@given(hostile)
def test_tidy_text_is_left_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@TRIED
@given(hostile, limits)
def test_no_page_is_over_its_limit(text: str, limit: int) -> None:
    assert all(units(page) <= limit for page in veil_pages(text, limit) + opened(text, limit))


@TRIED
@given(hostile, limits)
def test_open_pages_are_cut_where_veiled_ones_are(text: str, limit: int) -> None:
    assert [unveil(page) for page in opened(text, limit)] == [unveil(page) for page in veil_pages(text, limit)]


@TRIED
@given(hostile, limits)
@example("|||||# \u0300<id:guide>", 32)
@example("\u200c" * 17 + "|||", 32)
def test_no_cut_goes_through_what_is_read_as_one_character(text: str, limit: int) -> None:
    pages = [unveil(page) for page in veil_pages(text, limit)]
    whole = "".join(pages)
    ends = list(accumulate(map(len, pages)))[:-1]
    cuts = {*ends, *(end - len(page) + len(page.rstrip(" \n")) for end, page in zip(ends, pages, strict=False))}
    for cluster in regex.finditer(r"\X", whole):
        # A page ends in no white space, so a sign that reaches for a space is parted from it: nothing is seen of that.
        inside = cuts.intersection(range(cluster.start() + 1, cluster.start() + len(cluster[0].rstrip())))
        assert not inside or units(cluster[0]) > limit - 12


@TRIED
@given(st.lists(st.sampled_from([*WHOLES, "a", "so ", "。", "\n\n", "見", " "]), max_size=60).map("".join), limits)
def test_no_cut_goes_through_a_link_or_a_mention(text: str, limit: int) -> None:
    pages = veil_pages(text, max(limit, 64))
    for whole in WHOLES:
        assert sum(unveil(page).count(whole.strip()) for page in pages) == text.count(whole.strip())


@TRIED
@given(st.lists(st.sampled_from(["a", "the", "hero,", "dies.", "Why?", "\n\n", "undoubtedly"]), max_size=300), limits)
def test_pages_of_prose_are_well_filled(words: list[str], limit: int) -> None:
    pages = veil_pages(" ".join(words), max(limit, 64))
    assert all(len(page) > limit / 3 for page in pages[:-1])


@TRIED
@given(hostile)
def test_a_spoiler_is_veiled_as_its_text_is(text: str) -> None:
    spoiler = Spoiler(text, show_id=1, episode=EPISODE)
    assert veil(spoiler) == veil(text)
    assert bool(spoiler) == bool(veil(text))
    assert veil_pages(spoiler, 50) == veil_pages(text, 50)
