"""How much hostile text is tried: `pytest tests/spoilers --hypothesis-profile=thorough` tries a lot more."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("thorough", max_examples=20_000)
