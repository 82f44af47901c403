"""The flag that a channel can bear."""

from __future__ import annotations

import re

from tests.spoilers.sent import Kind
from tests.spoilers.walk import TELLING, Walked

SPOILER_CHANNEL = 1 << 21


def test_native_spoiler_channel(walked: Walked) -> None:
    """None of the walk's channels bears it: all that holds there holds without."""
    channels = [sent.body for sent in walked.sent if re.fullmatch(r"/channels/\d+|/guilds/\d+/channels", sent.path)]
    asked = [body for body in channels if isinstance(body, dict) and body.get("flags", 0) & SPOILER_CHANNEL]
    assert asked == []
    stands = [sent for sent in walked.public() if sent.kind is Kind.MESSAGE and sent.veils]
    assert len(stands) > 10
    assert not [sent for sent in stands if TELLING.search(sent.readable)]
