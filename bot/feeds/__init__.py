"""Feeds: fetched safely, read in bounds, and what of them is new."""
