"""Tests of the review reader."""
