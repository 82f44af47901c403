"""Which show and which episode is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber, EpisodeRequest
from bot.errors import Mistake
from bot.gate import Viewer
from bot.shows import Covered, Show, UnclearShow, choose_episode, choose_show, fold, write_covered


def show(
    show_id: int,
    title: str,
    season: int = 1,
    *,
    aliases: tuple[str, ...] = (),
    first_absolute: int | None = None,
    is_default: bool = False,
    is_channel_default: bool = False,
) -> Show:
    names = frozenset(fold(name) for name in (title, *aliases))
    return Show(show_id, 1, title, season, first_absolute, names, is_default, is_channel_default)


def numbers(*texts: str) -> tuple[EpisodeNumber, ...]:
    return tuple(EpisodeNumber.parse(text) for text in texts)


LANTERN = show(1, "Lantern Code", aliases=("LC", "ランタン"))
HARBOUR = show(2, "Harbour of Salt")
HARBOUR_2 = show(3, "Harbour of Salt", 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Re:Zero", "re zero"),
        ("Shōjo", "shojo"),
        ("ＡＢＣ", "abc"),
        ("Frieren: Beyond Journey’s End", "frieren beyond journey s end"),
        ("ｶﾞﾝﾀﾞﾑ", "ガンダム"),
        ("Pokémon", "POKEMON"),
    ],
)
def test_names_that_differ_in_dress_alone_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("かき", "がき"), ("86", "68"), ("!!!", "???"), ("K", "K2")])
def test_names_that_differ_are_not_the_same(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(min_size=1).filter(str.strip))
def test_a_folded_name_is_not_empty_and_stays_as_it_is(name: str) -> None:
    assert fold(name)
    assert fold(fold(name)) == fold(name)


def test_the_only_show_is_meant() -> None:
    assert choose_show([LANTERN], name=None, season=None) is LANTERN


def test_the_channels_show_goes_before_the_guilds_default() -> None:
    here, default = show(1, "Here", is_channel_default=True), show(2, "There", is_default=True)
    assert choose_show([here, default], name=None, season=None) is here
    assert choose_show([show(1, "Here"), default], name=None, season=None) is default


def test_several_without_a_default_are_asked_about() -> None:
    with pytest.raises(UnclearShow) as error:
        choose_show([LANTERN, HARBOUR], name=None, season=None)
    assert error.value.shows == (LANTERN, HARBOUR)


@pytest.mark.parametrize("name", ["lantern code", "LC", "ランタン", "lantern"])
def test_a_title_an_alias_or_a_part_of_one_names_it(name: str) -> None:
    assert choose_show([LANTERN, HARBOUR], name=name, season=None) is LANTERN


def test_a_label_with_its_season_names_that_season() -> None:
    for name in (HARBOUR_2.label, "harbour of salt season 2", "Harbour of Salt S2"):
        assert choose_show([LANTERN, HARBOUR, HARBOUR_2], name=name, season=None) is HARBOUR_2


def test_a_season_that_was_asked_for_picks_among_the_seasons_of_the_title() -> None:
    followed = [LANTERN, show(2, "Harbour of Salt", is_channel_default=True), HARBOUR_2]
    assert choose_show(followed, name=None, season=2) is HARBOUR_2
    assert choose_show(followed, name="harbour", season=2) is HARBOUR_2
    with pytest.raises(Mistake, match="No season 3 of Harbour of Salt"):
        choose_show(followed, name=None, season=3)


def test_one_title_in_two_seasons_is_asked_about_unless_one_is_the_default() -> None:
    with pytest.raises(UnclearShow):
        choose_show([HARBOUR, HARBOUR_2], name="harbour of salt", season=None)
    default = show(3, "Harbour of Salt", 2, is_default=True)
    assert choose_show([HARBOUR, default], name="harbour of salt", season=None) is default
    assert choose_show([HARBOUR, default], name=None, season=None) is default


def test_a_name_that_is_not_followed_is_answered_with_what_is() -> None:
    with pytest.raises(Mistake, match="Followed here: Lantern Code"):
        choose_show([LANTERN], name="Nothing such", season=None)
    with pytest.raises(Mistake, match="/show add"):
        choose_show([], name=None, season=None)


COVERED = Covered(numbers("1", "2", "13", "13.5"), final=EpisodeNumber.of(13))


def test_the_last_episode_is_the_one_a_review_calls_so() -> None:
    assert choose_episode(EpisodeRequest(None), LANTERN, COVERED) == EpisodeNumber.of(13)
    with pytest.raises(Mistake, match="which episode of Lantern Code is the last"):
        choose_episode(EpisodeRequest(None), LANTERN, Covered())


@pytest.mark.parametrize(("asked", "meant"), [("15", "2"), ("13", "13"), ("5", "5"), ("14.5", "1.5")])
def test_a_number_beyond_the_season_is_counted_over_all(asked: str, meant: str) -> None:
    second = show(3, "Harbour of Salt", 2, first_absolute=14)
    assert choose_episode(EpisodeRequest(EpisodeNumber.parse(asked)), second, COVERED) == EpisodeNumber.parse(meant)


def test_what_lies_beyond_a_viewer_is_counted_and_never_named() -> None:
    assert write_covered(COVERED, Viewer(None)) == "1–2, 13, 13.5"
    assert write_covered(COVERED, Viewer(EpisodeNumber.of(2))) == "1–2, and 2 more after episode 2"
    assert write_covered(COVERED, Viewer(EpisodeNumber.of(0))) == "4 after episode 0"
