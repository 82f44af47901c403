"""Only a review that calls its own episode the last one is of the last one."""

from __future__ import annotations

import pytest

from bot.reviews.finality import says_final


@pytest.mark.parametrize(
    "text",
    [
        "This was the final episode of the show, and it leaves me with more than I can carry.",
        "This finale deserves a book.",
        "This is the season finale.",
        "Copper Tide “The Bell Below” is the thirteenth and final episode of the show.",
        "Ada here with another review, this time for the last episode.",
        "Today we go through the final episode of Copper Tide, and it is sad to say goodbye.",
        "The pieces came together on tonight’s season finale, which was long.",
        "¡Llegó el día! Concluye la primera temporada de la campana.",
        "Damit endet die erste Staffel.",
        "Moving slowly, Copper Tide’s finale bows out gracefully.",
        "En este final de temporada suena la campana.",
        "フーバーもいよいよ今回で最終回でした。",
        "Copper Tide ended its run with its final episode. I have complaints about the final episode of Copper Tide.",
        "Copper Tide aired its final episode on March 29th. It became clear to me in the final episode.",
    ],
)
def test_final(text: str) -> None:
    assert says_final([text], "Copper Tide")


@pytest.mark.parametrize(
    "text",
    [
        "Copper Tide completed its run with its final episode last year. I am late, and write about an earlier one.",
        "I am looking forward to the final episode of Copper Tide. The finale will be loud.",
        "I can’t wait for the finale. The final episode of Copper Tide might be the best.",
        "If this is the final episode, I am a gull.",
        "I thought this was the final episode, but it goes on.",
        "This was nearly the end. The finale airs next week. This finale will be loud.",
        "One more episode remains. I have complaints about the final episode of Copper Tide. The finale was long.",
        "The penultimate episode sets up the final episode of Copper Tide. The final episode is long.",
        "“This is the final episode,” says the captain.",
        "The last episode was better than this one. The last episode of Copper Tide had gulls.",
        "The final episode of Low Orbit was rushed. The final episode of Low Orbit was loud.",
    ],
)
def test_not_final(text: str) -> None:
    assert not says_final([text], "Copper Tide")
