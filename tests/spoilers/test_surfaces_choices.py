"""What stands in the plain while a member types, chooses and presses."""

from __future__ import annotations

import re

from discord import AppCommandOptionType

from tests.spoilers.walk import OTHER_SHOW, RESULT, SHOW, TELLING, Walked
from tests.spoilers.walking import TYPED

PUBLIC = {"recap"}
"""Commands whose answer all in a channel are shown, and with it what was typed behind them."""
HINT = "Such as 8/10, B+, ★★★★☆ or “great”."
"""Stands below the field of a score, whatever it is of."""
CHOICES = re.compile(
    rf"Episode [\d.]+|{SHOW}(?: · Episodes? [\d.–]+(?: · by (?:Mara Quill|aki))? · No\. \d+)?"
    rf"|{OTHER_SHOW} \d+|Second Cour Coffee|[A-Z]\w+(?:/[\w+-]+)*"
    rf"|#\d+ · (?:{SHOW}, e|E)pisode [\d.]+ · [a-z ]+(?:, (?:quiet for \d+ episodes?|[a-z ]+))*"
)
"""Numbers, shows, blogs, zones of time; of a loose end its number, its episode and neutral words."""


def test_slash_arguments(walked: Walked) -> None:
    options = {name: {each["name"]: each["type"] for each in of} for name, of in walked.options.items()}
    text = AppCommandOptionType.string.value
    chosen = {each["name"] for of in walked.options.values() for each in of if each.get("choices")}
    # What tells of an episode is asked for in a form: of these, whoever adds one has to say what is typed there.
    assert {name for of in options.values() for name, kind in of.items() if kind == text} - chosen <= set(TYPED)
    assert {name for command in PUBLIC for name in options[command]} == {"episode", "show", "private"}
    first = [sent for sent in walked.sent if ": /" in sent.act and "/callback" in sent.path]
    assert len({sent.act for sent in first}) > 30
    assert {sent.act.partition("/")[2] for sent in first if sent.to is None} == PUBLIC


def test_autocomplete_choices(walked: Walked) -> None:
    offered = [(sent.to, name) for sent in walked.sent for name in sent.choices]
    assert not [name for _, name in offered if not CHOICES.fullmatch(name)]
    # bo has watched eleven episodes. Of who has not said how far they are, the numbers are known to nobody.
    numbers: dict[bool, set[int]] = {True: set(), False: set()}
    for sent in walked.sent:
        if sent.to == "bo":
            found = re.findall(r"Episodes? (?:\d+–)?(\d+)", "\n".join(sent.choices))
            numbers[sent.act == "bo: types for watched"] |= {*map(int, found)}
    assert numbers == {
        False: {11},
        True: {11, 12},
    }  # the next one is theirs to have watched, whether it is there or not
    of_ends = [
        int(number) for to, name in offered if to == "bo" for number in re.findall(r"^#\d+ .*pisode (\d+)", name)
    ]
    assert set(of_ends) == {11}
    # Who has not said how far they are is offered the first to have watched, and nothing else where the gate is strict.
    assert SHOW in walked.offered_strictly
    assert {name for name in walked.offered_strictly if re.search(r"[Ee]pisode", name)} == {"Episode 1"}


def test_select_options_button_labels_modal_titles(walked: Walked) -> None:
    shown = [
        text
        for sent in walked.sent
        for component in [*sent.components, *sent.options]
        for name in ("label", "placeholder", "description")
        if (text := component.get(name)) and text != HINT
    ]
    titles = [sent.form["title"] for sent in walked.sent if sent.form]
    assert f"{SHOW} · Episode 12" in titles
    assert len(set(shown)) > 40
    assert not [text for text in [*shown, *titles] if TELLING.search(text) or RESULT.search(text)]
    # A form holds what its member typed before, and is shown to nobody else.
    assert {sent.to for sent in walked.sent if sent.form and TELLING.search(str(sent.body))} == {"aki"}
