"""The veil and the type that may only leave through it."""
