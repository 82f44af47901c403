"""Loose Ends: a Discord bot for people who watch anime together, an episode at a time."""
