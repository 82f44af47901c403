"""How alike two questions are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.loose_ends import likeness, most_alike

TEXTS = st.text(st.characters() | st.sampled_from("ab ?灯"), max_size=80)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who lit the lantern?", "Who was it that lit the lantern?"),
        ("Who is the masked man?", "Who is the man behind the mask?"),
        ("Why did Ines leave the harbour?", "why did INES leave the harbor"),
        ("誰が灯台に火をつけたのか", "灯台の火は誰がつけた"),
        ("Why?", "Why?"),
        ("What happened to Marrow after the fall?", "Did Marrow survive the fall into the stairwell?"),
        (
            "The inspector is another question. Why did he come on that train?",
            "Why did the inspector come on that train?",
        ),
        ("Who is Pell's father?", "Who was the father of Pell?"),
        ("Who kiled Marrow?", "Who killed Marow?"),
        ("Was geschah mit der Laterne im Hafen?", "Was geschah im Hafen mit den Laternen?"),
    ],
)
def test_what_may_be_the_same_is_alike(one: str, other: str) -> None:
    assert most_alike(one, [(1, "Where is the ship?"), (2, other)]) == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who lit the lantern?", "Where is the ship?"),
        ("What is Ines hiding?", "Ines?"),
        ("Who?", "When?"),
        ("", ""),
        ("What does the lighthouse hide?", "Who pays for the lighthouse?"),
        ("Who trained the counterintelligence?", "Is there any counterintelligence?"),
        ("What does Ines want from the lighthouse keeper?", "Who is the lighthouse keeper’s brother?"),
        ("Why did Tamaki copy the list of names?", "Why did Tamaki never write to her mother?"),
        ("Who wound Pell in the first place?", "Who was in the first train?"),
        ("誰が船を盗んだのか", "誰が灯台に火をつけたのか"),
    ],
)
def test_what_is_not_is_not(one: str, other: str) -> None:
    assert most_alike(one, [(1, other)]) == []


@given(one=TEXTS, other=TEXTS)
def test_it_is_a_measure_that_does_not_ask_which_came_first(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == pytest.approx(likeness(other, one))
