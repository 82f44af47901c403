"""What a language's wordings of an open matter consist of."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wordings:
    """Patterns of one language: how it asks, how it states that something is open, and what only looks so."""

    asked: re.Pattern[str]
    stated: re.Pattern[str]
    excluded: re.Pattern[str]

    def ask(self, line: str) -> bool:
        """Tell whether a question asks about the story."""
        return self.asked.search(line) is not None and self.excluded.search(line) is None

    def state(self, line: str) -> bool:
        """Tell whether a statement says that something in the story is open."""
        return self.stated.search(line) is not None and self.excluded.search(line) is None
