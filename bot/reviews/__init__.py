"""Reading a review: its title, parts, score and loose ends, from HTML, Markdown or plain text."""
