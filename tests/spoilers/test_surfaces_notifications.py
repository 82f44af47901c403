"""What Discord draws of a message where its veil is not: in pushes, previews, search, and beside it."""

from __future__ import annotations

import re

import discord

from tests.spoilers.judges import outside_of_old_parser, outside_of_preview
from tests.spoilers.sent import Kind, is_veil, texts
from tests.spoilers.walk import RESULT, TELLING, Walked

FLAGS = discord.MessageFlags
ADDRESS = re.compile(r"https?://(?!discord\.com/channels/)")
CLOSES_ON_AN_ADDRESS = re.compile(r"://\S*\|\|\Z")


def test_push_notification_message_content(walked: Walked) -> None:
    contents = [sent.message.get("content") for sent in walked.unwatched() if sent.message]
    assert len(contents) > 100
    assert not [content for content in contents if content and not is_veil(content)]


def test_push_notification_embed_only(walked: Walked) -> None:
    assert not [sent for sent in walked.messages() if sent.message and sent.message.get("embeds")]


def test_push_notification_components_v2(walked: Walked) -> None:
    public = walked.public()
    assert any(sent.veils for sent in public)
    for sent in public:
        for joined in (" ".join(sent.displays), "\n".join(sent.displays)):
            assert not TELLING.search(outside_of_preview(joined)[1])
            assert not RESULT.search(outside_of_preview(joined)[1])


def test_native_poll(walked: Walked) -> None:
    assert not [sent for sent in walked.messages() if sent.message and sent.message.get("poll")]
    asked = [sent.displays[0] for sent in walked.public() if any("How was it?" in text for text in sent.displays)]
    assert {re.sub(r"\d+", "N", text) for text in asked} == {
        "### Lantern Code · Episode N\n**How was it?** Nobody else is shown your rating."
    }


def test_link_unfurls(walked: Walked) -> None:
    open_to_all = [sent for sent in walked.public() if not sent.has_flag(FLAGS.suppress_embeds.flag)]
    assert open_to_all == []
    # What was deferred can't be given the flag by the library; what is veiled in it has no bare address at its end.
    answers = [sent for sent in walked.messages() if sent.veils and sent.to and "/callback" in sent.path]
    assert [sent for sent in answers if not sent.has_flag(FLAGS.suppress_embeds.flag)] == []
    for sent in walked.unwatched():
        plain = [display for display in sent.displays if not is_veil(display)]
        assert not ADDRESS.search("\n".join(plain)), sent
        assert not [veil for veil in sent.veils if CLOSES_ON_AN_ADDRESS.search(veil)]
    assert any("https://a.b/" in veil for sent in walked.public() for veil in sent.veils)


def test_pins_search_reply_preview_forwards(walked: Walked) -> None:
    for sent in walked.unwatched():
        for display in sent.displays:
            for reader in (outside_of_preview, outside_of_old_parser):
                assert not TELLING.search(reader(display)[1]), sent
    # A reply would carry a preview of what it answers.
    assert not [sent for sent in walked.messages() if sent.message and sent.message.get("message_reference")]


def test_text_to_speech(walked: Walked) -> None:
    assert not [sent for sent in walked.messages() if sent.message and sent.message.get("tts")]


def test_notification_noise(walked: Walked) -> None:
    new = [sent for sent in walked.public() if sent.kind is Kind.MESSAGE]
    assert len(new) > 10
    for sent in new:
        assert sent.message is not None
        mentioned = sent.message["allowed_mentions"]
        assert not mentioned.get("parse")
        assert not mentioned.get("users")
        named = [role for role in mentioned.get("roles", []) if f"<@&{role}>" in sent.displays[0]]
        assert named == mentioned.get("roles", [])
        assert sent.has_flag(FLAGS.suppress_notifications.flag) != bool(named)
    assert any(sent.message["allowed_mentions"].get("roles") for sent in new if sent.message)


def test_edits(walked: Walked) -> None:
    versions = walked.public()
    assert [sent for sent in versions if sent.kind is Kind.EDIT and sent.veils]
    for sent in versions:
        assert not TELLING.search(sent.readable), sent
        assert not RESULT.search(sent.readable), sent
    polls = [sent for sent in versions if any("How was it?" in text for text in sent.displays)]
    assert {sent.kind for sent in polls} == {Kind.MESSAGE, Kind.EDIT}
    assert not [sent for sent in polls if "||" in "".join(text for _, text in texts(sent.body))]
