"""What is read by people who run a server or the bot, and by those to whom something went wrong."""

from __future__ import annotations

import re

from tests.spoilers.sent import texts
from tests.spoilers.walk import SHOW, TELLING, Walked

NONCE = re.compile(r"[a-z]+-\d+(?:-\d+)?")


def test_logs_metrics_error_replies_backup_names(walked: Walked) -> None:
    assert "DEBUG" in walked.log or "INFO" in walked.log
    for level in ("INFO", "WARNING", "ERROR"):
        assert re.search(rf"{level} +(?:bot|cogs)\.", walked.log)
    assert not TELLING.search(walked.log)
    assert SHOW not in walked.log
    replies = [sent for sent in walked.sent if "Something went wrong" in sent.readable]
    assert len(replies) > 2
    assert not [sent for sent in replies if sent.to is None or TELLING.search(str(sent.body))]
    assert not [sent.reason for sent in walked.sent if sent.reason and TELLING.search(sent.reason)]
    assert [name for name in walked.files if ".before-" in name]
    assert not [
        name for name in walked.files if not re.fullmatch(r"test(?:\.before-\d+\.\w+)?\.sqlite3(?:-wal|-shm)?", name)
    ]
    nonces = {text for sent in walked.sent for name, text in texts(sent.body) if name == "nonce" and not text.isdigit()}
    assert nonces
    assert not [nonce for nonce in nonces if not NONCE.fullmatch(nonce)]
