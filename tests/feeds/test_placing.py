"""What becomes of what a feed brings: filed, followed, asked about or passed over."""

from __future__ import annotations

from typing import Any

import pytest

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.feeds.placing import Ask, Decision, File, Follow, PassOver, decide
from bot.reviews.evidence import Finding, Source
from bot.reviews.model import Part, PartKind, ReviewKind
from bot.shows import Show, fold
from bot.storage.feed_items import Accepts
from tests.world import make_review

CODE = Show(1, 11, "Lantern Code", names=frozenset({fold("Lantern Code")}))
WEATHER = Show(2, 11, "Brass Weather", names=frozenset({fold("Brass Weather")}))
FOLLOWED = [CODE, WEATHER]
NAMED = (Part(PartKind.OTHER, None, "This week on HARBOUR OF SALT, a storm."),)


def decided(accepts: Accepts = Accepts.FOLLOWED, only: Show | None = None, **fields: Any) -> Decision:
    return decide(make_review(**fields), FOLLOWED, accepts, only)


@pytest.mark.parametrize("accepts", list(Accepts))
def test_a_review_of_a_followed_show_is_filed(accepts: Accepts) -> None:
    decision = decided(accepts)
    assert isinstance(decision, File)
    assert decision.placed.show == CODE


def test_of_a_show_that_is_not_followed_it_depends_on_what_is_wanted() -> None:
    assert decided(show="Harbour of Salt") == PassOver()
    for accepts in (Accepts.ANIME, Accepts.EVERYTHING):
        decision = decided(accepts, show="Harbour of Salt", parts=NAMED)
        assert isinstance(decision, Follow)
        assert decision.title == "Harbour of Salt"


def test_a_second_season_is_followed_as_one() -> None:
    decision = decided(Accepts.ANIME, show="Harbour of Salt", season=2, parts=NAMED)
    assert isinstance(decision, Follow)
    assert (decision.title, decision.season) == ("Harbour of Salt", 2)


def test_what_a_headline_alone_calls_the_show_is_asked_about_for_it_may_tell_what_happens() -> None:
    for accepts in (Accepts.ANIME, Accepts.EVERYTHING):
        decision = decided(accepts, show="Ines Dies in Harbour of Salt", parts=NAMED)
        assert isinstance(decision, Ask)
        assert decision.span == make_review().span
        assert "Ines" not in decision.reason


@pytest.mark.parametrize("accepts", list(Accepts))
def test_another_name_of_a_followed_show_is_asked_about_rather_than_followed(accepts: Accepts) -> None:
    frieren = Show(3, 11, "Frieren", names=frozenset({fold("Frieren")}))
    decision = decide(make_review(show="Sousou no Frieren"), [*FOLLOWED, frieren], accepts)
    assert isinstance(decision, Ask)
    assert decision.show == frieren


@pytest.mark.parametrize("accepts", list(Accepts))
def test_a_name_that_is_only_alike_is_asked_about(accepts: Accepts) -> None:
    decision = decided(accepts, show="Lantern Codes")
    assert isinstance(decision, Ask)
    assert decision.show == CODE
    assert decision.span == make_review().span


def test_a_followed_show_without_an_episode_is_asked_about_with_the_guess() -> None:
    guess = EpisodeSpan.of(EpisodeNumber.of(7))
    decision = decided(span=None, findings={"episodes": Finding(guess, Source.TEXT, 0.5)})
    assert decision == Ask("It does not say for certain which episode it is of.", CODE, guess)
    whole = decided(span=None, kind=ReviewKind.SEASON)
    assert isinstance(whole, Ask)
    assert "whole season" in whole.reason


def test_what_names_no_show_is_asked_about_where_its_title_does_or_more_is_wanted() -> None:
    assert isinstance(decided(show=None, title="On Brass Weather, again"), Ask)
    assert decided(show=None, title="My cat", kind=ReviewKind.UNKNOWN) == PassOver()
    assert decided(Accepts.ANIME, show=None, title="My cat", kind=ReviewKind.UNKNOWN) == PassOver()
    assert isinstance(decided(Accepts.ANIME, show=None, title="My cat"), Ask)
    assert isinstance(decided(Accepts.EVERYTHING, show=None, title="My cat", kind=ReviewKind.UNKNOWN), Ask)


def test_several_shows_in_one_text_are_asked_about() -> None:
    decision = decided(show=None, span=None, title="Lantern Code and others", kind=ReviewKind.MULTI)
    assert decision == Ask("It is of several shows.", CODE)


def test_neither_show_nor_episode_is_passed_over_unless_everything_is_wanted() -> None:
    assert decided(Accepts.ANIME, show="Harbour of Salt", span=None) == PassOver()
    assert isinstance(decided(Accepts.EVERYTHING, show="Harbour of Salt", span=None), Ask)


def test_a_feed_of_one_show_takes_what_names_none_for_it_and_nothing_of_others() -> None:
    decision = decided(only=WEATHER, show=None)
    assert isinstance(decision, File)
    assert decision.placed.show == WEATHER
    assert decided(only=WEATHER) == PassOver()
    assert decided(only=WEATHER, show="Harbour of Salt") == PassOver()
    assert isinstance(decided(only=WEATHER, show=None, span=None), Ask)
