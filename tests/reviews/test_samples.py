"""The sample reviews that ship: each read as a careful reader would."""

from __future__ import annotations

from datetime import date

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.reviews.model import PartKind, ReviewKind, Score
from tests.reviews.texts import SHOW, kinds, part, sample

FOUR = [PartKind.OTHER, PartKind.RECAP, PartKind.DISCUSSION, PartKind.CLOSING]


def test_the_web_page() -> None:
    review = sample("11.html")
    assert (review.kind, review.show, review.season) == (ReviewKind.EPISODE, SHOW, None)
    assert review.span == EpisodeSpan.of(EpisodeNumber.of(11))
    assert not review.is_final
    assert review.title == f"{SHOW} Episode 11 Review: Your Own Handwriting"
    assert (review.author, review.published) == ("Odalys Wren", date(2025, 3, 16))
    assert review.url == "https://kettle-and-cathode.example/2025/03/16/return-to-sender-says-the-moon-episode-11/"
    assert review.score == Score("8.5", "10", "Rating: 8.5/10")
    assert kinds(review) == FOUR
    assert [p.heading for p in review.parts] == [None, "What Happened", "My Thoughts", "Final Thoughts"]
    text = "\n".join(p.text for p in review.parts)
    assert "*Return to Sender, Says the Moon*" in text
    for furniture in ("Share", "haruspex", "Home", "window.stats", "Leave a Reply", "Baker", "Steeped", "My Thoughts"):
        assert furniture not in text
    assert tuple(end.text for end in review.loose_ends) == (
        "Who wrote the letter in Tamaki’s handwriting?",
        "We don’t know who cut the signal cable, and only four people had the key to that shaft.",
        "Where does Chute Nine lead?",
        "There is also a small thing that I have been carrying about since the second episode: it was never explained"
        " why Pell cannot count past seven.",
    )


def test_the_markdown() -> None:
    review = sample("12.md")
    assert (review.show, review.span) == (SHOW, EpisodeSpan.of(EpisodeNumber.of(12)))
    assert not review.is_final
    assert (review.author, review.published) == ("Odalys Wren", date(2025, 3, 23))
    assert review.score == Score("9", "10", "9/10")
    assert kinds(review) == [*FOUR[:2], PartKind.RECAP, *FOUR[2:]]
    assert review.parts[2].heading == "The last scene"
    assert "[last week’s review](https://kettle-and-cathode.example/" in review.parts[0].text
    assert "> “If nobody remembers the sender,”" in part(review, PartKind.DISCUSSION).text
    assert tuple(end.text for end in review.loose_ends) == (
        "The furnace keeper’s confession answers nothing either: who is he protecting, if it is not Grue?",
        "Was the missing parcel Tamaki herself, sent up as a child?",
        "And then there is the matter of the way back. It remains unclear whether the forgotten can ever leave the town"
        " below.",
    )


def test_the_plain_text() -> None:
    review = sample("13.txt")
    assert (review.show, review.span, review.is_final) == (SHOW, EpisodeSpan.of(EpisodeNumber.of(13)), True)
    assert (review.author, review.published, review.url) == (None, None, None)
    assert review.score == Score("9", "10", "9/10")
    assert kinds(review) == FOUR
    assert review.parts[3].heading == "Part 3: Closing Notes and a Word of Thanks"
    assert review.parts[3].text.endswith("bring biscuits.")
    assert [end.text.split("?")[0].split(".")[0] for end in review.loose_ends] == [
        "What about Marrow",
        "The inspector is another question",
        "Pell says eight, and nine, and goes on counting through the credits, but it was never explained who wound him"
        " in the first place",
        "If Tamaki copies the list of names from the letter, and the letter is the one she copies them into, who found"
        " the names to begin with",
        "And the families on the rail are home in the sense that they are on a beach, but the series leaves it unclear"
        " whether anyone on Earth remembers them",
    ]


def test_the_other_author_on_the_same_episode() -> None:
    review = sample("13_second-cour-coffee.md")
    assert (review.show, review.span, review.is_final) == (SHOW, EpisodeSpan.of(EpisodeNumber.of(13)), True)
    assert (review.author, review.published) == ("Tobias Fenn", date(2025, 4, 2))
    assert review.score == Score("4", "5", "Score: 4/5")
    assert kinds(review) == FOUR
    assert [p.heading for p in review.parts] == [None, "What happened?", "What I thought", "Verdict"]
    assert [end.text.split(",")[0] for end in review.loose_ends] == [
        "What happens to the families who are still waiting in the town below?",
        "I also have no idea why the furnace keeper",
    ]
