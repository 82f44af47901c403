"""Show, season, episodes and kind from all of a page: right, or nothing."""

from __future__ import annotations

import pytest

from bot.reviews.evidence import BAR
from bot.reviews.model import Review, ReviewKind
from tests.reviews.texts import read

PROSE = "\n\nThe harbour sleeps while the divers go down once more, and nobody on the quay counts the lamps.\n"

OTHER = "\n\nThe station turns its back to the sun, and the last of the gardeners writes a letter to the crew.\n"


def told(review: Review) -> tuple[str | None, int | None, str]:
    return review.show, review.season, str(review.span or "")


def test_the_title_outweighs_the_address() -> None:
    review = read(f"Copper Tide Season 2 Episode 3 Review{PROSE}", "https://b.example/copper-tide-episode-27-review/")
    assert told(review) == ("Copper Tide", 2, "3")


def test_a_title_whose_numbers_are_unclear_is_not_mended_from_elsewhere() -> None:
    review = read(f"Copper Tide Episode 6 – 7 Reasons{PROSE}", "https://b.example/copper-tide-episode-6/")
    assert review.span is None


def test_silence_is_filled_from_the_address() -> None:
    review = read(f"Episode 11{PROSE}", "https://b.example/review/86/episode-11/")
    assert told(review) == ("86", None, "11")


def test_silence_is_filled_from_the_sites_poll() -> None:
    review = read(f"Episode 11\n\nHow would you rate episode 11 of\n\nCopper Tide ?{PROSE}")
    assert told(review) == ("Copper Tide", None, "11")


def test_silence_is_filled_from_a_line_below_the_title() -> None:
    review = read(f"What the Bell Left Behind\n\nCopper Tide Season 3 Part 2 Episode 7 (or 19) Review.{PROSE}")
    assert told(review) == ("Copper Tide", 3, "7")
    assert told(read(f"The Bell Below\n\nEpisode 3{PROSE}", title="The Bell Below")) == (None, None, "3")
    review = read(f"The Bell Below\n\nSeason 3 / Episode 3 / Channel{PROSE}", title="The Bell Below")
    assert told(review) == (None, 3, "3")
    listed = f"The Bell Below\n\nEpisode 3{PROSE}\nEpisode 4{OTHER}"
    assert told(read(listed, title="The Bell Below")) == (None, None, "")


def test_a_line_below_the_title_may_end_with_the_show() -> None:
    review = read(f"New Series: Copper Tide\n\nFirst Episode Review for: Copper Tide{PROSE}")
    assert told(review) == ("Copper Tide", None, "1")


def test_the_polls_show_is_without_what_the_site_adds() -> None:
    review = read(f"Episode 11\n\nHow would you rate episode 11 of\n\nCopper Tide (TV 4/2019) ?{PROSE}")
    assert told(review) == ("Copper Tide", None, "11")
    review = read(f"Épisode 4\n\nCombien donnez-vous l'épisode 4 de\n\nCopper Tide ?{PROSE}")
    assert told(review) == ("Copper Tide", None, "4")


def test_an_address_that_leaves_out_what_follows_a_colon_does_not_shorten_the_name() -> None:
    review = read(f"Copper Tide: The Bell Episode 3{PROSE}", "https://b.example/copper-tide-episode-3/")
    assert told(review) == ("Copper Tide: The Bell", None, "3")


def test_silence_is_filled_from_the_first_sentence() -> None:
    prose = "Episode 9 of Copper Tide begins in the dark, with all the lamps of the harbour out at once."
    assert told(read(f"The Bell Below\n\n{prose}{PROSE}")) == ("Copper Tide", None, "9")
    prose = "I like tea. Warning: spoilers for Copper Tide episodes 14-20."
    assert told(read(f"First post!\n\n{prose}{PROSE}")) == ("Copper Tide", None, "14–20")
    prose = "I like tea, and lamps. With that said, here is my review for Copper Tide episode 13."
    assert told(read(f"The Bell Below\n\n{prose}{PROSE}")) == ("Copper Tide", None, "13")


def test_another_episode_that_the_text_speaks_of_is_not_its_own() -> None:
    prose = "I had seen episode 4 of something else. My review of the tea follows after the harbour."
    assert read(f"The Bell Below\n\n{prose}{PROSE}").span is None


def test_what_another_line_says_of_another_show_is_not_heard() -> None:
    review = read(f"<h1>Copper Tide Review</h1><h2>Low Orbit Episode 4</h2><p>{PROSE}</p><p>{PROSE}</p>")
    assert (review.show, review.span) == ("Copper Tide", None)


def test_front_matter_and_title_that_contradict_each_other_give_no_episode() -> None:
    review = read(f"---\ntitle: Copper Tide Episode 4\nepisode: 5\n---{PROSE}")
    assert (review.show, review.span) == ("Copper Tide", None)


def test_a_bare_number_needs_the_text_as_its_witness() -> None:
    assert read(f"Copper Tide 7{PROSE}").span is None
    witness = "In episode 7 the divers go down once more, and nobody on the quay counts the lamps."
    assert told(read(f"Copper Tide 7\n\n{witness}")) == ("Copper Tide", None, "7")


def test_a_number_before_a_dash_and_a_title_needs_a_text_on_an_episode() -> None:
    title = "Copper Tide 12 – The Bell Below"
    assert told(read(f"{title}\n\nI did not see this episode coming, nor the bell.{PROSE}")) == (
        "Copper Tide",
        None,
        "12",
    )
    assert told(read(f"{title}{PROSE}")) == (None, None, "")
    assert told(read(f"Copper Tide 326 Review\n\nI loved this episode.{PROSE}")) == ("Copper Tide", None, "326")
    assert read(f"Quay 13 – The Bell\n\nI loved this episode of Quay 13.{PROSE}").span is None
    assert read(f"Copper Tide 2 – The Bell\n\nI loved this episode.{PROSE}").span is None
    assert told(read(f"Copper Tide 17: The Bell\n\nI loved this episode.{PROSE}"))[2] == "17"
    assert told(read(f"Copper Tide 7 – The Bell\n\nI loved this episode.{PROSE}"))[2] == "7"
    assert told(read(f"Copper Tide 05 The Bell\n\nThe episode was loud.{PROSE}"))[2] == "5"
    assert told(read(f"Copper Tide 05 The Bell{PROSE}"))[2] == ""
    assert told(read(f"Copper Tide 10:The Bell\n\nThe episode was loud.{PROSE}"))[2] == "10"
    assert read(f"Zone 100 – The Bell\n\nI did not see this episode coming, nor the bell.{PROSE}").span is None


def test_a_number_that_runs_season_and_episode_together_is_parted_where_the_text_does_so() -> None:
    title = "Copper Tide Episode 807 Review"
    assert told(read(f"{title}\n\nThis spoils Copper Tide Season 8, Episode 7.{PROSE}")) == ("Copper Tide", 8, "7")
    assert told(read(f"{title}\n\nThis spoils Copper Tide Season 8, Episode 6.{PROSE}")) == ("Copper Tide", None, "807")


def test_a_name_that_may_begin_with_a_columns_is_asked_for() -> None:
    review = read(
        f"Reading a Map: Copper Tide Episode 3{PROSE}", "https://b.example/reading-a-map-copper-tide-episode-3/"
    )
    assert told(review) == (None, None, "3")
    assert told(read(f"A Late Lamp is Late: Copper Tide’s 26th Episode{PROSE}")) == (None, None, "26")


def test_an_address_that_repeats_the_title_is_no_witness() -> None:
    assert read(f"Zone 100{PROSE}", "https://b.example/zone-100/").span is None


def test_a_blogs_name_before_the_shows_is_left_out_where_the_address_names_the_show_alone() -> None:
    review = read(f"The Lamp Room – Copper Tide Episode 3{PROSE}", "https://b.example/copper-tide-episode-3/")
    assert told(review) == ("Copper Tide", None, "3")


def test_a_finale_takes_its_number_from_the_address() -> None:
    review = read(f"Copper Tide Season Finale Review{PROSE}", "https://b.example/copper-tide-episode-12-review/")
    assert (*told(review), review.is_final) == ("Copper Tide", None, "12", True)


def test_posts_with_bare_numbers_on_one_page_are_several() -> None:
    review = read(f"Copper Tide – 08{PROSE}\nCopper Tide – 07{OTHER}")
    assert (review.kind, review.span) == (ReviewKind.MULTI, None)


def test_a_page_of_several_posts_is_of_no_episode_and_has_no_score() -> None:
    text = f"Copper Tide episode 26\n\nRating: 4/5{PROSE}\nCopper Tide episode 25\n\nRating: 3/5{PROSE}"
    review = read(text.replace("Rating", "The harbour was loud and full of boats today. Rating"))
    assert (review.kind, review.show, review.span, review.score) == (ReviewKind.MULTI, "Copper Tide", None, None)


def test_a_round_up_of_several_shows_is_of_no_episode() -> None:
    text = f"Week #9 Review: Spring\n\nCopper Tide Episode 9{PROSE}\nLow Orbit Episode 8{OTHER}"
    review = read(text)
    assert (review.kind, review.span, review.score) == (ReviewKind.MULTI, None, None)


@pytest.mark.parametrize(
    "text",
    [
        f"Season finale roundup\n\nCopper Tide{PROSE}",
        f"Winter ’26 Mid-Season Report\n\nCopper Tide{PROSE}",
        f"Ada’s Spring 1st Impressions\n\nThe first one is Copper Tide.{PROSE}",
        f"Movie Reviews Round 3\n\nCopper Tide: 3/5{PROSE}\nLow Orbit: 4/5{OTHER}",
        f"Looking at the season finales of Copper Tide, Low Orbit and more{PROSE}",
        f"【2024年秋アニメ】12~13話を見た感想(全10作品){PROSE}",
        f"2021年冬期アニメ感想総括{PROSE}",
        f"秋アニメ5話 感想{PROSE}",
        f"The Lamp Room\n\nFirst Impressions: Copper Tide{PROSE}\nFirst Impressions: Low Orbit{OTHER}",
        "The Lamp Room\n\nCopper Tide Episode 4\n\n[The bell rings.]\n\nLow Orbit Episode 6\n\n[A long letter.]"
        "\n\nThe Gulls Episode 2"
        f"{PROSE}",
    ],
)
def test_several_shows_are_of_no_episode(text: str) -> None:
    review = read(text)
    assert (review.kind, review.show, review.span, review.score) == (ReviewKind.MULTI, None, None, None)


@pytest.mark.parametrize(
    "name",
    [
        "Winter 2023 Anime Episode Reviews: Week 7",
        "Summer Anime Ep 2 Reviews",
        "【2024年秋アニメ】12~13話を見た感想(全10作品)",
    ],
)
def test_the_first_post_of_a_round_up_is_not_its_subject(name: str) -> None:
    review = read(f"{name}\n\nCopper Tide – Episode 7{PROSE}\nLow Orbit – Episode 8{OTHER}")
    assert (review.kind, *told(review)) == (ReviewKind.MULTI, None, None, "")


def test_a_category_above_the_title_makes_no_round_up() -> None:
    assert told(read(f"Weekly Anime Review\n\nCopper Tide – Episode 7{PROSE}")) == ("Copper Tide", None, "7")


def test_links_to_the_next_and_the_last_are_not_the_title() -> None:
    review = read(f"Copper Tide – 18 »« Copper Tide – 16\n\nCopper Tide – 17{PROSE}")
    assert told(review) == ("Copper Tide", None, "17")


def test_a_week_in_the_text_makes_no_round_up() -> None:
    review = read(f"Copper Tide: chapter 12 review\n\nIt might be bi-weekly now, so let’s get into it.{PROSE}")
    assert (review.kind, *told(review)) == (ReviewKind.UNKNOWN, "Copper Tide", None, "")


def test_two_different_labels_make_no_round_up() -> None:
    text = f"Notes from the harbour\n\nReview: Loud{PROSE}\nReactions: Louder{OTHER}"
    assert read(text).kind is ReviewKind.UNKNOWN


def test_a_season_is_no_show() -> None:
    review = read(f"Summer Anime Ep 2 Reviews{PROSE}", "https://b.example/summer-anime-ep-2-reviews/")
    assert review.show is None


def test_an_episodes_title_in_a_heading_is_no_show() -> None:
    review = read(f"## Episode 5 – The Bell Below\n\n{PROSE}", title="Notes from the harbour")
    assert told(review) == (None, None, "5")


def test_a_podcasts_own_episodes_are_none_of_a_show() -> None:
    text = "So we decided to record a podcast about lamps. What does it say of the sea, dear listener?"
    assert (read(f"All Lamps – Episode 1\n\n{text}").kind, *told(read(f"All Lamps – Episode 1\n\n{text}"))) == (
        ReviewKind.UNKNOWN,
        None,
        None,
        "",
    )
    text = "Two weeks later I count the lamps, as if I were to build up to something for my 100th episode."
    assert read(f"All Lamps Episode 98 – Copper Tide\n\n{text}").span is None
    assert told(read(f"Copper Tide Episode 1 Review\n\n{text}")) == ("Copper Tide", None, "1")


def test_a_number_that_may_be_the_names_makes_no_episode() -> None:
    assert read(f"Copper & Tide 2 Review{PROSE}").kind is ReviewKind.UNKNOWN


def test_a_mention_of_another_episode_below_does_not_make_several() -> None:
    text = f"Copper Tide episode 26{PROSE}\nLow Orbit episode 3{PROSE}\n- Copper Tide episode 25\n"
    assert read(text).kind is ReviewKind.EPISODE


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Copper Tide Season 2 Review", PROSE, ReviewKind.SEASON),
        ("Copper Tide (OVA) Review", PROSE, ReviewKind.SPECIAL),
        ("Notes from the harbour", f"{PROSE}\nI give this special episode a three out of ten.", ReviewKind.SPECIAL),
        ("Notes from the harbour", PROSE, ReviewKind.UNKNOWN),
        ("Copper Tide Episodes 3-4", PROSE, ReviewKind.RANGE),
    ],
)
def test_kinds(title: str, text: str, kind: ReviewKind) -> None:
    assert read(f"{title}{text}").kind is kind


def test_a_title_from_outside_outweighs_the_first_line() -> None:
    review = read(f"Episode 11{PROSE}", title="Copper Tide Episode 11")
    assert told(review) == ("Copper Tide", None, "11")
    assert review.title == "Copper Tide Episode 11"


def test_what_was_not_sure_enough_is_kept_among_the_findings() -> None:
    review = read(f"Copper Tide 7{PROSE}")
    assert review.span is None
    assert str(review.findings["episodes"].value) == "7"
    assert review.findings["episodes"].sureness < BAR
    assert (review.show, str(review.findings["show"].value)) == (None, "Copper Tide")


@pytest.mark.parametrize(
    "text",
    [
        f"Bells in Review: Gulls and Lamps Get Loud\n\nGulls, “Exodus” (Mar 6){PROSE}\nEpisode grade: B-"
        f"\n\nLamps, “Wrath” (Mar 7){OTHER}\nEpisode grade: B",
        f"Estrenos de octubre\n\nCOPPER TIDE (Episodios 1-4){PROSE}",
    ],
)
def test_several_shows_without_numbers(text: str) -> None:
    review = read(text)
    assert (review.kind, review.show, review.span) == (ReviewKind.MULTI, None, None)


def test_data_of_one_show_make_no_round_up() -> None:
    review = read(f"Final Impressions: Copper Tide S3\n\nSeason aired: Summer 2018\n\nNumber of episodes: 12{PROSE}")
    assert (review.kind, *told(review)) == (ReviewKind.SEASON, "Copper Tide", 3, "")


def test_a_review_above_which_the_episodes_are_counted_is_of_the_whole() -> None:
    assert read(f"Copper Tide Review\n\nType: TV\n\nEpisodes: 12{PROSE}").kind is ReviewKind.SEASON
    assert read(f"Copper Tide Review\n\nType: TV\n\nEpisodes: 1{PROSE}").kind is ReviewKind.UNKNOWN


def test_where_the_number_stands_below_a_title_with_a_colon_the_name_is_asked_for() -> None:
    text = f"Season 1 Episode 5 – “A diver must find the lamp before the gull does”{PROSE}"
    assert told(read(text, title="Copper Tide: The Bell Below Review")) == (None, 1, "5")
    assert told(read(text, title="Copper Tide Review")) == ("Copper Tide", 1, "5")


def test_a_heading_may_count_the_episode_in_words() -> None:
    text = f"Copper Tide:\n\nOriginal air dates: July 8 to ???\n\n1st Episode Review (Some Spoilers to Follow):{PROSE}"
    assert told(read(text, title="Copper Tide Preview")) == ("Copper Tide", None, "1")


@pytest.mark.parametrize(
    "opening",
    [
        "Buen día, el anime de hoy es Copper Tide en su episodio cuatro.",
        "Heute geht es um Copper Tide, Folge 4.",
        "Today’s show is Copper Tide in its episode 4.",
    ],
)
def test_silence_is_filled_from_what_the_text_is_about_today(opening: str) -> None:
    assert told(read(f"{opening}{PROSE}", title="Notes from the harbour")) == ("Copper Tide", None, "4")


def test_what_the_text_was_about_another_day_is_not_heard() -> None:
    opening = "Last week’s show was Copper Tide in its episode 4, and it was loud."
    assert read(f"{opening}{PROSE}", title="Notes from the harbour").span is None


def test_the_same_label_before_several_names_makes_several_shows() -> None:
    posts = f"Final Impressions: Copper Tide\n\nby Odalys{PROSE}\nFinal Impressions: Low Orbit\n\nby Aster{OTHER}"
    review = read(posts, title="Final Impressions")
    assert (review.kind, review.show, review.span) == (ReviewKind.MULTI, None, None)


def test_a_name_in_doubt_is_sure_where_the_text_names_it_too() -> None:
    title = "Episode 10 Impressions: Copper Tide"
    assert told(read(f"{title}{PROSE}")) == (None, None, "10")
    assert told(read(f"{title}\n\nIn the world of Copper Tide winter is over.{PROSE}")) == ("Copper Tide", None, "10")
    assert told(read(f"{title}\n\n{title}{PROSE}")) == (None, None, "10")


def test_a_name_that_may_go_on_behind_a_colon_is_not_made_sure_by_the_text() -> None:
    text = f"Episode 4 of Copper Tide: Low Orbit\n\nCopper Tide is loud, and Copper Tide is long.{PROSE}"
    assert told(read(text)) == (None, None, "4")


def test_a_headline_of_someones_own_behind_a_colon_is_no_part_of_a_name() -> None:
    text = f"Episode 4 of Copper Tide: Ouch My Lamps\n\nCopper Tide is loud, and Copper Tide is long.{PROSE}"
    assert told(read(text)) == ("Copper Tide", None, "4")
    assert told(read(f"Episode 4 of Copper Tide: Ouch My Lamps{PROSE}")) == (None, None, "4")


def test_a_season_before_a_headline_is_reviewed_whole_where_the_text_says_so() -> None:
    title = "Copper Tide Season 3: Growing Up Is Loud"
    assert read(f"{title}{PROSE}").kind is ReviewKind.UNKNOWN
    assert read(f"{title}\n\nIt’s strange to write a complete season review.{PROSE}").kind is ReviewKind.SEASON


def test_a_season_that_the_text_tells_with_the_number_is_the_reviews() -> None:
    title = "Crítica: Copper Tide episódio 2"
    assert told(read(f"{title}\n\nA lanterna brilha no segundo episódio da terceira temporada.{PROSE}"))[1] == 3
    far = "What episode 2 does is draw on all that was learnt since season 1."
    assert told(read(f"{title}\n\n{far}{PROSE}"))[1] is None
    assert told(read(f"{title}\n\nIt rings like season 1 episode 2 did.{PROSE}"))[1] is None
    assert told(read(f"{title}\n\nA lanterna brilha no quarto episódio da terceira temporada.{PROSE}"))[1] is None


def test_a_line_of_data_that_counts_episodes_is_of_a_whole() -> None:
    assert read(f"Copper Tide 3\n\nSports, Romance | 24 episodes{PROSE}").kind is ReviewKind.SEASON
    assert read(f"Copper Tide 3\n\nSports, Romance | 1 episode{PROSE}").kind is ReviewKind.UNKNOWN


def test_a_name_before_a_quoted_title_needs_the_text() -> None:
    title = "Five Thoughts on Copper Tide’s “The Bell” – The Low Orbit"
    assert told(read(f"{title}{PROSE}")) == (None, None, "")
    text = f"{title}\n\nWe dig into Copper Tide season 4, episode 18, “The Bell.”{PROSE}"
    assert told(read(text)) == ("Copper Tide", 4, "18")


def test_a_number_behind_a_name_that_the_text_has_without_it_is_an_episodes() -> None:
    title = "Copper Tide 96"
    review = read(f"{title}\n\nCopper Tide shows a lot of her in this episode.{PROSE}")
    assert told(review) == ("Copper Tide", None, "96")
    assert read(f"{title}\n\nCopper Tide 96 is loud; in this episode it is louder.{PROSE}").span is None
    assert read(f"{title}\n\nShe weakens in this episode.{PROSE}").span is None


def test_what_a_show_calls_its_episodes_needs_the_text() -> None:
    title = "Copper Tide Act 9 Review"
    assert read(f"{title}{PROSE}").span is None
    assert told(read(f"{title}\n\nA lot goes on in episode 9.{PROSE}")) == ("Copper Tide", None, "9")


def test_a_heading_within_the_text_is_not_the_number_of_all_of_it() -> None:
    text = f"Copper Tide S2{PROSE}\nEpisode 1{OTHER}"
    assert (read(text).kind, read(text).span) == (ReviewKind.SEASON, None)


def test_a_note_in_brackets_is_no_other_post() -> None:
    note = "(Read Copper Tide Episode 1 Review if you have no clue what the show is about)"
    for line in (note, "[Copper Tide eps1-2]"):
        assert told(read(f"Copper Tide Episode 3 Review\n\n{line}{PROSE}")) == ("Copper Tide", None, "3")


def test_an_address_may_run_name_and_number_together() -> None:
    title = "Copper Tide Turn 20: The Bell"
    assert told(read(f"{title}{PROSE}", "https://b.example/coppertideep20/")) == ("Copper Tide", None, "20")
    assert read(f"Notes from the harbour{PROSE}", "https://b.example/step20/").span is None


def test_a_headline_before_the_name_is_left_out_where_the_text_has_the_name() -> None:
    text = "Copper Tide’s divers against its gulls."
    told_by = ("The Divers Take Down Their First Gull! Copper Tide Episode 3", "It Rings – Copper Tide Episode 3")
    for title in told_by:
        assert told(read(f"{title}\n\n{text}{PROSE}")) == ("Copper Tide", None, "3")
    assert told(read(f"Copper Tide – The Bell (Episode 3)\n\nThe Bell rings.{PROSE}"))[0] is None


def test_a_list_of_shows_and_numbers_is_of_several() -> None:
    assert read(f"Copper Tide 10, Low Orbit 9{PROSE}").kind is ReviewKind.MULTI


def test_silence_is_filled_from_the_episode_of_a_show_that_was_watched() -> None:
    text = f"It All Breaks\n\nJust watched the latest episode, Turn 19, of Copper Tide. Loud!{PROSE}"
    review = read(text)
    assert (review.kind, told(review)) == (ReviewKind.EPISODE, ("Copper Tide", None, ""))


def test_the_names_of_pictures_are_no_other_posts() -> None:
    pictures = "Copper Tide - 24 - Large 04 Copper Tide - 24 - Large 06 Copper Tide - 24 - Large 09"
    review = read(f"Copper Tide – 24 (End)\n\n{pictures}{PROSE}")
    assert (told(review), review.is_final) == (("Copper Tide", None, "24"), True)


def test_on_a_list_of_posts_one_other_makes_several() -> None:
    text = f"Copper Tide Episode 3 Reaction{PROSE}\nLow Orbit Episode One Reaction{OTHER}"
    assert read(text, "https://b.example/tag/reaction/page/3/").kind is ReviewKind.MULTI
    assert read(text, "https://b.example/page/copper-tide/").kind is ReviewKind.EPISODE


def test_scores_of_what_makes_up_a_show_are_of_the_whole() -> None:
    scores = "7/10 story\n9/10 animation\n9/10 sound\n6/10 characters"
    assert read(f"A Look\n{PROSE}\n{scores}\n").kind is ReviewKind.SEASON
    assert read(f"Copper Tide Episode 3{PROSE}\n{scores}\n").kind is ReviewKind.EPISODE


def test_a_show_that_was_just_finished_is_reviewed_whole() -> None:
    assert read(f"Copper Tide – Review\n\nI just finished this series two days ago.{PROSE}").kind is ReviewKind.SEASON


def test_what_a_post_is_filed_under_makes_no_round_up() -> None:
    filed = "Posted on 3 January 2018 with categories: Anime Reviews, Copper Tide, Reviews by Ada"
    assert read(f"{filed}\n\nCopper Tide Anime Review{PROSE}").kind is ReviewKind.SEASON
    assert told(read(f"Anime Anime Reviews Review\n\nCopper Tide Episode 10{PROSE}")) == ("Copper Tide", None, "10")


def test_an_episodes_title_that_a_dash_parts_from_the_name_is_no_part_of_it() -> None:
    text = f"The Bell – Copper Tide Season 1 Episode 3\n\nThe Bell is the third episode of Season 1. Loud!{PROSE}"
    assert told(read(text)) == ("Copper Tide", 1, "3")


def test_a_shows_name_in_quotes_is_not_the_episodes_title() -> None:
    review = read(f"Copper Tide Episode 5\n\n“Copper Tide”{PROSE}")
    assert (told(review), review.episode_title) == (("Copper Tide", None, "5"), None)


def test_silence_is_filled_from_a_sentence_that_counts_the_episode() -> None:
    text = f"The Last Bell\n\nCopper Tide “The Bell Below” is the thirteenth and final episode of it. Loud!{PROSE}"
    review = read(text)
    assert (told(review), review.is_final) == (("Copper Tide", None, "13"), True)


def test_a_bare_pair_before_a_headline_needs_the_text() -> None:
    title = "Copper Tide 20 & 21: The end is near"
    assert read(f"{title}{PROSE}").span is None
    text = f"{title}\n\nCopper Tide episodes 20 and 21 mark the beginning of the end.{PROSE}"
    assert told(read(text)) == ("Copper Tide", None, "20–21")


def test_the_episodes_of_a_range_are_no_other_posts() -> None:
    text = f"Copper Tide Episodes 7-9 Notes{PROSE}\nCopper Tide episode 7 notes - The bell{OTHER}"
    assert told(read(text)) == ("Copper Tide", None, "7–9")
