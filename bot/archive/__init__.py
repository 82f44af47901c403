"""Season archives: what a guild kept of its shows, in files that can be read without the bot."""
