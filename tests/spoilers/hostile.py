"""Text that tries to get out of a veil."""

from __future__ import annotations

from hypothesis import strategies as st

PIPES = (
    "|", "||", "|||", "||||", "\\|", "\\||", "|\u200b|", "|\u200d|", "|\ufe0f|", "|\u2060|", "|\0|",
    "|\f|", "｜｜", "|\n|", "| |",
)  # fmt: skip
CODE = ("`", "``", "```", "````", "\\`", "```py\n", "\n```\n", "~~~", "\n~~~\n", "` ||", "|| `", "`||`", "```||```")
EMPHASIS = (
    "*", "**", "***", "_", "__", "~~", "**bold**", "*it*", "_it_", "~~gone~~", "**‘so’**", "\\*", "\\_",
    "\\\\", "\\",
)  # fmt: skip
BLOCKS = (
    "# ", "## ", "### ", "#", "-# ", "> ", ">>> ", ">", "- ", "* ", "+ ", "1. ", "1) ", "10. ", "    ",
    "\t", "---", "***", "===", "| a | b |\n|---|---|\n| c | d |", "a | b\n--|--", "[a]: https://a.b",
    "[^1]: note", "<div>", "<!--", "-->", "<pre>", "</pre>", "<?", "<![CDATA[", "<script>", "<b title='",
    ": ", "$$", "\\[", "!!! ",
)  # fmt: skip
LINKS = (
    "https://a.b/x", "https://a.b/x|y", "https://a.b/x|| Hero dies", "http://a.b", "<https://a.b>",
    "<https://a.b", "www.a.b", "[a](https://a.b)", "[a](https://a.b", "[a](", "[", "](", ")",
    "[||](https://a.b)", "[a](https://a.b '||')", "[a][b]", "![a](https://a.b/c.png)", "mailto:a@b.cd",
    "a@b.cd", "discord://x", "[a](<https://a.b/x y>)", "<", ">", "a.b", ":", "://",
)  # fmt: skip
DISCORD = (
    "<@123>", "<@!123>", "<@&123>", "<#123>", "<:name:123>", "<a:name:123>", "<t:1700000000:R>", "<t:1>",
    "</rate episode:12>", "@everyone", "@here", ":smile:", "<@", "<:n", "<id:guide>", "¯\\_(ツ)_/¯",
    "<t:1:R",
)  # fmt: skip
ENTITIES = (
    "&#124;&#124;", "&#x7c;", "&vert;", "&verbar;|", "&amp;", "&grave;", "&#96;", "&NewLine;",
    "&#10;&#10;", "&", "&lt;",
)  # fmt: skip
UNSEEN = (
    "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad", "\u061c", "\u202e",
    "\u202a", "\u2066", "\u2067", "\u2068", "\u2069", "\u202c", "\ufe0f", "\ufe0e", "\u180e", "\u2800",
    "\u3164", "\U000e0001", "\U000e0061", "\0", "\x01", "\x07", "\x08", "\x1b", "\x7f", "\x9f", "\ufff9",
    "\uffff",
)  # fmt: skip
SPACES = (
    " ", "  ", " " * 12, "\t", "\n", "\n\n", "\n\n\n\n", "\r\n", "\r", "\r\n\r\n", "\x0b", "\x0c",
    "\x85", "\u2028", "\u2029", "\x1c", "\x1d", "\x1e", "\x1f", "\n \n", "\n\t\n", "\n\u200b\n",
    "\n\u3000\n", "\u3000", "\u00a0", "\n\u00a0\n", "\n\ufeff\n",
)  # fmt: skip
WRITING = (
    "a", "Z", "7", "hero", "The hero dies. ", "Why?! ", "He said “no.” ", "見て。", "彼は死ぬ", "ｶﾞ",
    "שלום", "مرحبا", "किताब", "क्ष", "हिन्दी", "ไทยน้ำ", "각", "\u1100\u1161\u11a8", "e\u0301", "\u0301",
    "\u20dd", "ﾞ", "\u0600", "\u0600a", "\u0d4e\u0d15", "😀", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🇯",
    "🇩🇪🇯🇵", "1️⃣", "🏴\U000e0067\U000e0062\U000e007f", "\U0001f3fb", "\U00020000", "\U0001d173", ".",
    "。", "!",
)  # fmt: skip
SURROGATES = ("\ud800", "\udfff", "\ud83d\ude00", "\ude00\ud83d")

FRAGMENTS = (*PIPES, *CODE, *EMPHASIS, *BLOCKS, *LINKS, *DISCORD, *ENTITIES, *UNSEEN, *SPACES, *WRITING, *SURROGATES)

_WILD = st.characters(exclude_categories=["Cn"])
_PIECES = (
    st.sampled_from(FRAGMENTS)
    | st.text(_WILD, max_size=8)
    | st.builds(lambda piece, times: piece * times, st.sampled_from(FRAGMENTS), st.integers(2, 40))
)

hostile = st.lists(_PIECES, max_size=40).map("".join)
"""A few hundred characters at most: for one veil, and for pages of few characters."""

long_hostile = st.builds(
    lambda pieces, length: ("".join(pieces) * (length // sum(map(len, pieces)) + 1))[:length],
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=30),
    st.integers(3_000, 20_000),
)
"""Up to 20,000 characters, for pages as Discord has them."""

limits = st.integers(32, 200)
