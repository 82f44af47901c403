"""The flag that a channel can bear."""

from __future__ import annotations

import re

from bot.ui.spoiler_channels import FLAG
from tests.spoilers.sent import Kind, Sent
from tests.spoilers.walk import TELLING, Walked


def test_native_spoiler_channel(walked: Walked) -> None:
    """It is set on the channels of discussions and read back; keepers are told where it did not take, or is lost."""
    # What is left of a request for it: the simulated Discord knows no flags, and takes them out.
    asked = [(number, sent.path) for number, sent in enumerate(walked.sent) if _is_for_nothing_but_flags(sent)]
    assert len(asked) == 2
    assert [path for path in walked.flags if walked.flags[path] & FLAG] == [asked[-1][1]]
    for number, path in asked:
        assert (walked.sent[number + 1].method, walked.sent[number + 1].path) == ("GET", path)
    # The first forgot it; the second bore it for a while.
    told = [sent.readable for sent in walked.messages() if "none of Discord’s own Spoiler Channels" in sent.readable]
    assert [[said for said in told if path.rpartition("/")[2] in said] != [] for _, path in asked] == [True, True]
    # Nothing relies on it: all that stands holds without.
    stands = [sent for sent in walked.public() if sent.kind is Kind.MESSAGE and sent.veils]
    assert len(stands) > 10
    assert not [sent for sent in stands if TELLING.search(sent.readable)]


def _is_for_nothing_but_flags(sent: Sent) -> bool:
    return sent.method == "PATCH" and re.fullmatch(r"/channels/\d+", sent.path) is not None and not sent.body
