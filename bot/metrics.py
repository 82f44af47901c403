"""What the bot counts of itself, for Prometheus; nothing in it is a member's, and no server is named."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30)
"""Discord waits three seconds for an answer."""


class Metrics:
    """The metrics of one bot, in a registry of its own.

    Attributes:
        up: shards that are connected; `shards` is how many there are.
        heartbeat: seconds that Discord takes to answer one, over all shards.
        guilds: how many servers the bot is in.
        database_bytes: the size of the database.
        queue: what waits in it, by the queue's name.
        feeds: addresses of feeds, by how they fare.
        round_age: seconds since each of the bot's rounds last ended.
    """

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry(auto_describe=True)
        self._interactions = Counter(
            "loose_ends_interactions",
            "Commands, buttons and forms, by what became of them: done, refused with a sentence, failed, or too late",
            ["command", "outcome"],
            registry=registry,
        )
        self._seconds = Histogram(
            "loose_ends_interaction_seconds",
            "How long it took to deal with one",
            ["command"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._looks = Counter("loose_ends_feed_looks", "Looks at addresses of feeds", ["result"], registry=registry)
        self._rounds = Counter("loose_ends_rounds", "Rounds of the bot's work", ["round", "outcome"], registry=registry)
        self.up = Gauge("loose_ends_gateway_connected_shards", "Shards that are connected", registry=registry)
        self.shards = Gauge("loose_ends_gateway_shards", "Shards that there are", registry=registry)
        self.heartbeat = Gauge("loose_ends_gateway_heartbeat_seconds", "Discord's answer to one", registry=registry)
        self.guilds = Gauge("loose_ends_guilds", "Servers that the bot is in", registry=registry)
        self.database_bytes = Gauge("loose_ends_database_bytes", "Size of the database", registry=registry)
        self.queue = Gauge("loose_ends_queue_length", "What waits, by queue", ["queue"], registry=registry)
        self.feeds = Gauge("loose_ends_feeds", "Addresses of feeds, by how they fare", ["state"], registry=registry)
        self.round_age = Gauge("loose_ends_round_age_seconds", "Since a round last ended", ["round"], registry=registry)

    def count_interaction(self, command: str, outcome: str, seconds: float) -> None:
        """Count a command, a button or a form: its name, what became of it, and how long that took."""
        self._interactions.labels(command, outcome).inc()
        self._seconds.labels(command).observe(seconds)

    def count_look(self, result: str) -> None:
        """Count a look at the address of a feed."""
        self._looks.labels(result).inc()

    def count_round(self, name: str, outcome: str) -> None:
        """Count a round, `done` or `failed`."""
        self._rounds.labels(name, outcome).inc()

    def exposed(self) -> bytes:
        """Return all of it in Prometheus's text format."""
        return generate_latest(self._registry)


def set_all(gauge: Gauge, values: Mapping[str, float]) -> None:
    """Set a gauge with one label to values by that label; those of labels not named are forgotten."""
    gauge.clear()
    for label, value in values.items():
        gauge.labels(label).set(value)
