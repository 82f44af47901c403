"""Loose Ends: a Discord bot for people who watch anime together, an episode at a time."""

VERSION = "0.1.0"
"""As in pyproject.toml."""
