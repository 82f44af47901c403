"""How much hostile text is tried: `pytest tests/spoilers --hypothesis-profile=thorough` tries a lot more."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "thorough", max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
