"""What a review leaves open: asked or stated about the story, by its author, outside the recap."""

from __future__ import annotations

import pytest

from bot.reviews.model import Review
from tests.reviews.texts import CLOSING, DISCUSSION, NAMES, RECAP, TITLE, read, with_contents


def texts(review: Review) -> tuple[str, ...]:
    return tuple(end.text for end in review.loose_ends)


def ends(discussion: str) -> tuple[str, ...]:
    """Return the loose ends of a review whose discussion is one paragraph."""
    return texts(read(f"# {TITLE}\n\n## Discussion\n\nThe sea was well drawn, and I liked it. {discussion}\n"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Who opened the hatch?",
        "What was the point of the bell that rang for a few seconds?",
        "Shouldn’t Aster be able to find her own lamp again?",
        "Will Aster ever see the harbour again?",
        "Many questions remain unanswered about how lamps work and what became of the crew.",
        "The letter was never explained.",
        "We’ll need to wait until season 2 to find out if Aster drowned.",
        "Who took the lamp is a thing for which the gulls have to wait a little longer for an answer.",
        "The bloodstained rope of the first week never came back into play.",
        "The second diver is never mentioned again.",
        "Is anyone else going to find out about the lamp?",
        "What I want to know is what the lighthouse hides.",
        "What I don’t know yet is why Aster would leave her sister.",
        "I still wonder just how deeply the loss of the lamp will hurt Aster.",
        "The bigger question though is why does a diver need a lamp?",
        "We never learn what the bosun whispered to the gull.",
        "We don’t know if Aster survived.",
        "It remains unclear whether the wreck can sail.",
        "It is not clear why the gulls left.",
        "I have no idea why the bell rang twice.",
        "I still wonder who drew the chart.",
        "What became of the second diver is unknown.",
        "Where the wreck is headed remains to be seen.",
        "The fate of the harbour is left up in the air.",
        "The chart has yet to be explained.",
        "The crew is yet to learn about the key.",
        "The gull carries a key that never gets explained.",
        "The chart still hasn’t been explained at all.",
        "The crew hasn’t learned who rang the bell.",
    ],
)
def test_what_counts(sentence: str) -> None:
    assert ends(sentence) == (sentence,)


@pytest.mark.parametrize(
    "sentence",
    [
        "The divers asked themselves, “The sea is cold. Is it even good to dive?” and went home.",
        "“Who rings the bell?” is what Aster asks.",
        'Aster asks "who rings the bell?"',
        "Maybe it’s the idea that she drowned her sister without much argument?",
        "Or maybe the lamp was only a lamp?",
        "Perhaps the gulls did it?",
        "Who doesn’t love a good bell?",
        "What did you think of the bell?",
        "Can we talk about the bell for a moment?",
        "Where do I even begin with this bell?",
        "Why did I ever doubt the bosun?",
        "Is it just me or are the gulls bigger?",
        "How cool is that bell in the hull?",
        "The bell is a metaphor, right?",
        "Will there be a second season of this?",
        "Did the studio run out of budget here?",
        "With gulls this good, why cut away from them?",
        "Is there anything better than a bell?",
        "Want to comment on this?",
        "Really?",
        "What the hell?!",
        "Where do things go from there?",
        "I don’t really know who actually watched the first bell.",
        "Do people even have a true harbour in the first place?",
        "But does that mean I would want to bring the lamp to everyone else?",
        "Will the gull come back? Probably not.",
        "What purpose does it serve?",
        "Where do we go from here with the lamp?",
        "What does anime say about the sea?",
        "Where in the world is her sister’s episode?",
        "A loud story that no one knows where it’s heading to.",
        "Where is the bosun? [As it turns out, she never left.]",
        "Why not give the gull a name?",
        "And where to even begin with this?",
        "Remember the lamp of the second week?",
        "Anyone else afraid of gulls?",
        "Isn’t it just lovely when the bell rings?",
        "Who opened the hatch? Because the bosun surely did not.",
        "Who opened the hatch? The answer is the bosun.",
        "Clearly, there’s a lot of loose ends.",
        "There are several loose ends left unaddressed.",
        "It leaves me with more questions than answers.",
        "We finally learn what was never explained before.",
        "I don’t know if you noticed the gull.",
        "I appreciated this because it wasn’t clear before.",
        "It was poorly explained.",
    ],
)
def test_what_does_not_count(sentence: str) -> None:
    assert ends(sentence) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Also, what about Aster? We don’t know if she survived.", "What about Aster? We don’t know if she survived."),
        ("For example, who rang the bell?", "Who rang the bell?"),
        ("For another thing, who rang the bell?", "Who rang the bell?"),
        ("2) Who rang the bell?", "Who rang the bell?"),
        ("So who rang the bell?", "So who rang the bell?"),
        (
            "The war with the gulls is another issue. Isn’t the harbour in trouble now?",
            "The war with the gulls is another issue. Isn’t the harbour in trouble now?",
        ),
        ("Aster took the chart. Why did she burn it?", "Aster took the chart. Why did she burn it?"),
        ("The gull carried a key. It was never explained.", "The gull carried a key. It was never explained."),
        ("The sea is wide. Who rang the bell?", "Who rang the bell?"),
        ("Who rang the bell? There are several loose ends left unaddressed.", "Who rang the bell?"),
        ("**Who rang the bell? I liked** it.", "Who rang the bell?"),
    ],
)
def test_each_stands_on_its_own(text: str, expected: str) -> None:
    assert ends(text) == (expected,)


def test_one_that_points_at_what_cannot_be_taken_along_is_left() -> None:
    long = "The chart that " + "the gull and " * 20 + "Aster saw was old."
    assert ends(f"{long} It was never explained.") == ()


def test_the_recap_and_the_words_above_raise_none() -> None:
    review = read(with_contents().replace(RECAP[0], RECAP[0] + " Who sank the ship before?"))
    assert texts(review) == ("Who opened the hatch?",)


def test_the_closing_may_raise_one() -> None:
    review = read(with_contents().replace(CLOSING[0], CLOSING[0] + " Who will ring the bell now?"))
    assert texts(review)[-1] == "Who will ring the bell now?"


def test_a_heading_is_none_nor_is_a_quotation() -> None:
    text = (
        f"# {TITLE}\n\n## Discussion\n\n{DISCUSSION[0]}\n\n### Who rang the bell?\n\n> Who rang the bell?\n\n{RECAP[2]}"
    )
    assert texts(read(text)) == ()


def test_a_review_without_parts_may_raise_some() -> None:
    assert texts(read(f"{TITLE}\n\n{DISCUSSION[0]} {DISCUSSION[1]}")) == ("Who opened the hatch?",)


def test_a_list_under_its_own_heading_is_taken_whole() -> None:
    listed = "- The second lamp\n- how the gulls knew"
    text = f"# {TITLE}\n\n## Recap\n\n{RECAP[0]}\n\n## Unanswered Questions\n\n{listed}\n"
    assert texts(read(text)) == ("The second lamp", "How the gulls knew")


def test_a_question_mark_in_the_shows_name_asks_nothing_and_its_words_address_nobody() -> None:
    asked = "Who rings the bell in Are You a Gull? and why?"
    text = "I liked Are You a Gull? and its bells. It was loud. I also liked Are You a Gull? We go on. " + asked
    review = read(f"# Are You a Gull? Episode 7 Review\n\n## Discussion\n\n{text}\n")
    assert (review.show, texts(review)) == ("Are You a Gull?", (asked,))


def test_the_same_one_twice_is_one_and_there_is_a_limit() -> None:
    assert ends("Who rang the bell? The sea is wide. Who rang the bell?") == ("Who rang the bell?",)
    many = " ".join(f"Who rang the bell on deck {number}?" for number in range(60))
    assert len(ends(many)) == 25


def test_the_names_of_the_contents_are_none() -> None:
    names = ("Part 1: What happened to Aster?", *NAMES[1:])
    assert texts(read(with_contents(names=names))) == ("Who opened the hatch?",)
