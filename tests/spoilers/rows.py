"""The ways by which a spoiler gets out in Discord, and the rules of the veil: each has the test of its name.

The tests of the surfaces stand in the modules `test_surfaces_*`, those of the rules in `test_veiling`.
"""

from __future__ import annotations

SURFACES = {
    "push_notification_message_content": "A push shows what a message says: what is in its content is veiled.",
    "push_notification_embed_only": "A push shows an embed’s title and description as they are: there are no embeds.",
    "push_notification_components_v2": (
        "A push shows nothing of components so far, and may join their texts one day: each is veiled by itself, and all"
        " of them together still are."
    ),
    "container_and_media_spoiler": (
        "Old clients do not blur what is flagged: pictures bear the flag, and no text relies on its container’s."
    ),
    "image_or_file": (
        "Old clients show a picture that bears nothing but the flag, and a push shows what a file is called: names"
        " begin with `SPOILER_` and tell nothing, nor do the words that stand for a picture."
    ),
    "blurred_pictures": (
        "A blur lets light through, so that filled bars would show where the votes are: each part of a picture is as"
        " bright as the empty panel."
    ),
    "native_poll": (
        "A push shows a poll’s question, and at its end the winner: polls are the bot’s own, and their question tells"
        " nothing."
    ),
    "score": (
        "An average tells how an episode went: how many rated it is told, and no more until the viewer has voted or has"
        " watched it, or the poll is closed; then it is veiled."
    ),
    "season_curve_table_leaderboard": (
        "They show how later episodes were rated: they are private, and cut at what the viewer has watched."
    ),
    "thread_and_forum_post_names": "They stand in side bars and notifications: show and number, and nothing else.",
    "review_titles": "They name the twist: they are veiled wherever they stand.",
    "link_unfurls": (
        "Clients draw a linked page beside a message: every message forbids it, links are buttons, and no veil closes"
        " on an address."
    ),
    "slash_arguments": (
        "A channel sees what is typed behind a command unless the answer is private: what tells of an episode is typed"
        " into forms."
    ),
    "autocomplete_choices": (
        "They stand in the plain while one types: numbers up to what the viewer has watched, and no titles."
    ),
    "select_options_button_labels_modal_titles": "They stand in the plain: ids, numbers and neutral words.",
    "pins_search_reply_preview_forwards": "They show a message’s own text wherever they please: it is veiled itself.",
    "text_to_speech": "It would be read out: nothing is sent so.",
    "notification_noise": (
        "What nobody is told of is pushed to nobody: all is silent but that for which keepers named a role."
    ),
    "edits": (
        "Clients and other bots keep what a message was before: each of its versions holds by itself, and the first of"
        " a poll tells nothing at all."
    ),
    "logs_metrics_error_replies_backup_names": "They are read by people who have not watched: ids and counts.",
    "native_spoiler_channel": (
        "A channel can bear a flag of Discord’s: those of open discussions get it, it is read back, and keepers are"
        " told where it did not take; nothing relies on it."
    ),
}
"""The rows, by the names of their tests: what is known of each, and what closes it."""

VEILING = {
    "rule_1_a_veil_stands_alone": "Nothing stands beside a veil in its display.",
    "rule_2_no_pipes_meet_inside_a_veil": "What would close it is broken up, in prose, code and addresses alike.",
    "rule_3_no_line_of_a_veil_is_blank": "Readers that look for blocks first would end it there.",
    "rule_4_no_line_of_a_veil_begins_a_block": "Headings, quotes, lists and fences are made plain.",
    "rule_5_veils_fit_their_messages": "Long text is cut before it is veiled, through nothing that belongs together.",
    "rule_6_what_was_veiled_is_read_back": "Nothing is lost, doubled or moved.",
}
"""The rules of the veil, likewise."""
