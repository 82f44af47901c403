-- What an item of a feed says of its author and its day, for a text that says neither.
ALTER TABLE review_queue ADD COLUMN author TEXT;
ALTER TABLE review_queue ADD COLUMN published INTEGER;
