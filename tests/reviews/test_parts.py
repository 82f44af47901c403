"""The parts of a review, by headings, by a table of contents, by wording."""

from __future__ import annotations

import pytest

from bot.reviews.headings import kind_of
from bot.reviews.model import PartKind
from tests.reviews.texts import CLOSING, DISCUSSION, INTRO, NAMES, RECAP, TITLE, kinds, part, read, with_contents

FOUR = [PartKind.OTHER, PartKind.RECAP, PartKind.DISCUSSION, PartKind.CLOSING]
SHORT = ("Episode Recap", "Episode Discussion", "Closing Notes")
TEXTS = [INTRO, "\n\n".join(RECAP), "\n\n".join(DISCUSSION), CLOSING[0]]


@pytest.mark.parametrize(
    "text",
    [
        with_contents(),
        with_contents().replace("\n", "\r\n"),
        with_contents(gap="\n\t\n \n"),
        with_contents(marker="\t{}.\t"),
        with_contents(marker="- "),
        with_contents(marker="* "),
        with_contents(marker="{}) "),
        with_contents(marker=""),
        with_contents(gap="\n\n"),
        with_contents().replace("\n", "\n\n"),
        with_contents(gap="\n\n---\n\n"),
        with_contents(headings=NAMES),
        with_contents(headings=NAMES, gap="\n\n"),
    ],
)
def test_a_table_of_contents_names_the_parts(text: str) -> None:
    review = read(text)
    assert kinds(review) == FOUR
    assert [p.heading for p in review.parts] == [None, *NAMES]
    assert [p.text for p in review.parts] == TEXTS
    assert review.title == TITLE


def test_headings_that_come_again_shortened_are_taken_as_they_stand() -> None:
    review = read(with_contents(headings=SHORT, gap="\n\n"))
    assert [p.heading for p in review.parts] == [None, *SHORT]
    assert [p.text for p in review.parts] == TEXTS


def test_without_a_title_the_parts_are_the_same() -> None:
    review = read(with_contents(title=""))
    assert [p.text for p in review.parts] == TEXTS
    assert (review.title, review.show, str(review.span)) == (None, "Copper Tide", "7")


def test_a_list_of_contents_that_does_not_fit_the_gaps_names_no_wrong_part() -> None:
    review = read(with_contents(names=("Part 1: The Storm", "Part 2: The Bell", "Part 3: Things", "Part 4: The End")))
    assert kinds(review) == [PartKind.OTHER, PartKind.OTHER]
    assert [p.heading for p in review.parts] == [None, None]
    assert review.parts[1].text == "\n\n".join(TEXTS[1:])


def test_four_names_and_no_gaps_keep_recap_and_closing() -> None:
    names = (NAMES[0], "Part 2: What I Liked", "Part 3: What I Thought", "Part 4: Closing Notes")
    review = read(with_contents(names=names, gap="\n\n"))
    assert [(p.kind, p.heading) for p in review.parts[1:]] == [
        (PartKind.RECAP, names[0]),
        (PartKind.DISCUSSION, None),
        (PartKind.CLOSING, names[3]),
    ]


def test_a_list_above_the_intro() -> None:
    contents = "\n".join(f"1. {name}" for name in NAMES)
    body = "\n\n\n".join([INTRO, "\n\n".join(RECAP), "\n\n".join(DISCUSSION * 2), "\n\n".join(CLOSING * 2)])
    body = body.replace(CLOSING[0], CLOSING[0] + " ", 1).replace(DISCUSSION[0], DISCUSSION[0] + " Yes, indeed.", 1)
    review = read(f"{TITLE}\n\n{contents}\n\n{body}\n\nOne more thing about the harbour: the gulls in it are real.\n")
    assert kinds(review) == FOUR


def test_wide_gaps_alone_part_what_retells_from_what_judges() -> None:
    told = ["\n\n".join(RECAP), "\n\n".join(DISCUSSION), CLOSING[0]]
    review = read(f"{TITLE}\n\n{INTRO}\n\n\n" + "\n\n\n".join(told))
    assert [(p.kind, p.text) for p in review.parts] == list(zip(FOUR, TEXTS, strict=True))


def test_short_lines_with_wide_gaps_are_not_parted() -> None:
    told = "The divers go down, and nobody on the quay counts the lamps. Here are three things about it.\n\n5. A bell"
    text = f"{told}\n\n\n{DISCUSSION[0]}\n\n\n{CLOSING[0]}"
    assert kinds(read(f"{TITLE}\n\n{text}")) == [PartKind.OTHER]


def test_without_any_sign_all_is_one_part() -> None:
    review = read(f"{TITLE}\n\n" + "\n\n".join([INTRO, *RECAP, *DISCUSSION, *CLOSING]))
    assert [(p.kind, p.heading) for p in review.parts] == [(PartKind.OTHER, None)]


def test_a_list_in_the_text_is_no_table_of_contents() -> None:
    review = read(f"{TITLE}\n\n{INTRO}\n\n- Aster and her lamp.\n- The bell in the hull.\n\n{RECAP[0]}")
    assert "- Aster and her lamp.\n- The bell in the hull." in review.parts[0].text


@pytest.mark.parametrize("mark", ["## {}", "{}\n---", "**{}**", "{}"])
def test_headings_of_every_sort(mark: str) -> None:
    sections = [f"{mark.format(name)}\n\n{text}" for name, text in zip(SHORT, TEXTS[1:], strict=True)]
    review = read(f"# {TITLE}\n\n{INTRO}\n\n" + "\n\n".join(sections))
    assert [(p.kind, p.heading, p.text) for p in review.parts] == list(zip(FOUR, [None, *SHORT], TEXTS, strict=True))


def test_a_heading_that_says_nothing_is_of_the_kind_of_the_one_above_it() -> None:
    review = read(f"# {TITLE}\n\n## Recap\n\n{RECAP[0]}\n\n### The lamp\n\n{RECAP[1]}\n\n## The smell\n\n{RECAP[2]}")
    assert kinds(review) == [PartKind.RECAP, PartKind.RECAP, PartKind.OTHER]


def test_a_title_that_promises_a_recap_names_the_words_above_the_review() -> None:
    body = f"{RECAP[0]}\n\nThe Episode Review\n\n{DISCUSSION[0]}"
    assert kinds(read(f"Copper Tide Episode 7 Recap & Review\n\n{body}")) == [PartKind.RECAP, PartKind.DISCUSSION]
    assert kinds(read(f"Copper Tide Episode 7\n\n{body}")) == [PartKind.OTHER, PartKind.DISCUSSION]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Part 1: Episode Recap", PartKind.RECAP),
        ("What Happened?", PartKind.RECAP),
        ("What they say:", PartKind.RECAP),
        ("Episode Summary", PartKind.RECAP),
        ("Episode 5 Recap", PartKind.RECAP),
        ("Content (Please note that content portions of a review may contain spoilers):", PartKind.DISCUSSION),
        ("My Thoughts", PartKind.DISCUSSION),
        ("Episode Impressions", PartKind.DISCUSSION),
        ("The Episode Review", PartKind.DISCUSSION),
        ("Final Thoughts", PartKind.CLOSING),
        ("In Conclusion", PartKind.CLOSING),
        ("Part 3 – Goodbye", PartKind.CLOSING),
        ("Closing Notes and the Black Cat", PartKind.CLOSING),
        ("THE VERDICT", PartKind.CLOSING),
        ("Recap & Review", PartKind.OTHER),
        ("A Powerful Wave", PartKind.OTHER),
        ("What happens in this episode?", PartKind.RECAP),
        ("Worum geht’s?", PartKind.RECAP),
        ("Kurzinhalt:", PartKind.RECAP),
        ("5-Line Recap:", PartKind.RECAP),
        ("General Impressions", PartKind.DISCUSSION),
        ("Episode Review – “The Bell Below”", PartKind.DISCUSSION),
        ("Content: (portions of a review may contain spoilers):", PartKind.DISCUSSION),
        ("Opinión del capítulo", PartKind.DISCUSSION),
        ("Copper Tide episode 7 review:", PartKind.DISCUSSION),
        ("Review –", PartKind.DISCUSSION),
        ("Zusammenfassung", PartKind.RECAP),
        ("Sinopsis", PartKind.RECAP),
        ("あらすじ", PartKind.RECAP),
        ("📝 Recap", PartKind.RECAP),
        ("Pros and Cons", PartKind.DISCUSSION),
        ("Mi opinión", PartKind.DISCUSSION),
        ("Mon avis", PartKind.DISCUSSION),
        ("感想", PartKind.DISCUSSION),
        ("Fazit", PartKind.CLOSING),
        ("Conclusión", PartKind.CLOSING),
        ("まとめ", PartKind.CLOSING),
        ("Summing Up", PartKind.CLOSING),
        ("The Story of Aster", PartKind.OTHER),
        ("Overall Mobility", PartKind.OTHER),
    ],
)
def test_what_headings_say(heading: str, kind: PartKind) -> None:
    assert kind_of(heading) is kind


@pytest.mark.parametrize("line", ["Copper Tide episode 7 review:", "FULL LAMP ANALYSIS", "Review –", "The Review!"])
def test_a_line_that_announces_is_a_heading(line: str) -> None:
    assert [p.heading for p in read(f"{TITLE}\n\n{INTRO}\n\n{line}\n\n{DISCUSSION[0]}").parts] == [None, line]


def test_a_sentence_that_announces_is_none() -> None:
    assert len(read(f"{TITLE}\n\n{INTRO}\n\nHere’s my full review:\n\n{DISCUSSION[0]}").parts) == 1


def test_the_episodes_number_and_title_head_its_recap_where_the_review_has_a_heading() -> None:
    text = f"Reseña | Copper Tide\n\n{INTRO}\n\nCapítulo 7: La campana\n\n{RECAP[0]}"
    assert kinds(read(f"{text}\n\nOpinión\n\n{DISCUSSION[0]}")) == [
        PartKind.OTHER,
        PartKind.RECAP,
        PartKind.DISCUSSION,
    ]
    assert PartKind.RECAP not in kinds(read(text))


def test_a_short_line_of_prose_is_no_heading() -> None:
    review = read(f"{TITLE}\n\n{RECAP[0]}\n\n**Stop.**\n\nNo plot.\n\n**Rating: 8/10**\n\n{RECAP[1]}")
    assert len(review.parts) == 1


def test_a_bold_line_that_heads_nothing_is_kept() -> None:
    review = read(f"# {TITLE}\n\n**The first**\n\n**The second**\n\n{RECAP[0]}\n\n**See you there**")
    assert [(p.heading, p.text) for p in review.parts] == [
        (None, "**The first**"),
        ("The second", f"{RECAP[0]}\n\n**See you there**"),
    ]


def test_a_paragraph_with_several_lines_keeps_them() -> None:
    text = read(f"{TITLE}\n\n{RECAP[0]}\n\nThe first verse\nThe second verse\n\n{RECAP[1]}").parts[0].text
    assert "\n\nThe first verse\nThe second verse\n\n" in text


def test_lines_broken_at_a_width_are_joined() -> None:
    words = RECAP[0].split()
    broken = "\n".join(" ".join(words[i : i + 11]) for i in range(0, len(words), 11)) + "\n\n"
    review = read(f"{TITLE}\n\n" + (broken + "".join(broken.replace("noon", f"noon {n}") for n in range(9, 12))))
    assert part(review, PartKind.OTHER).text.startswith(RECAP[0] + "\n\n")


@pytest.mark.parametrize(
    "label", ["Recap:", "**Recap:**", "**Recap**", "Recap –", "Our recap:", "Episode Recap:", "¿De qué trata?:"]
)
def test_a_heading_may_stand_in_the_line_it_heads(label: str) -> None:
    review = read(f"{TITLE}\n\n{label} {RECAP[0]}\n\n{RECAP[1]}\n\nMy thoughts: {DISCUSSION[0]}\n\n{DISCUSSION[1]}")
    assert kinds(review) == [PartKind.RECAP, PartKind.DISCUSSION]
    assert [p.text for p in review.parts] == [f"{RECAP[0]}\n\n{RECAP[1]}", f"{DISCUSSION[0]}\n\n{DISCUSSION[1]}"]


def test_a_label_before_no_prose_heads_nothing() -> None:
    assert kinds(read(f"{TITLE}\n\n{RECAP[0]}\n\nVerdict: the sea")) == [PartKind.OTHER]


LONG = (
    "The divers reach the wreck at noon and find the hatch open. Bosun Aster climbs in, carrying the last lamp, and "
    "calls for the others. In the hull a bell is ringing, though nobody is there to ring it, and the water rises.",
    "When the lamp goes out, the ship begins to move. The divers hold on to the ladder while it sails away with them, "
    "past the quay and past the gulls, and Aster sees her sister standing on the pier with a second lamp in her hand.",
)
JUDGED = (
    "I enjoyed this episode a lot, and I liked the pacing of the bell scene more than anything else in this series.",
    "My complaint is the drawn water, which I found poorly animated, though the characters were likeable as ever.",
    "Overall I recommend this series to everybody I know, and my favourite remains the bosun, whatever writers do.",
)


def test_paragraphs_without_headings_are_parted_where_all_before_retell_and_all_after_judge() -> None:
    review = read("\n\n".join([TITLE, *LONG, *JUDGED]))
    assert kinds(review) == [PartKind.RECAP, PartKind.DISCUSSION, PartKind.CLOSING]
    assert [p.text for p in review.parts] == ["\n\n".join(LONG), "\n\n".join(JUDGED[:2]), JUDGED[2]]
    assert str(review.findings["parts"].value) == "wording"


@pytest.mark.parametrize(
    "paragraphs",
    [
        (*JUDGED[:2], *LONG),
        (LONG[0], JUDGED[0], LONG[1], JUDGED[1]),
        (LONG[0], *JUDGED),
        (*LONG, *LONG),
        (LONG[0], LONG[1] + " I laughed, and my neighbours did too.", *JUDGED[:2]),
    ],
)
def test_paragraphs_that_mix_are_left_in_one_part_marked_so(paragraphs: tuple[str, ...]) -> None:
    review = read("\n\n".join([TITLE, *dict.fromkeys(paragraphs)]))
    assert kinds(review) == [PartKind.OTHER]
    assert (review.findings["parts"].value, review.findings["parts"].is_sure) == ("undivided", False)
