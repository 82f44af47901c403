-- Reviews that members write, and what they had typed when a submission failed.

-- The member who wrote a review here. Their name is not kept: Discord has it.
ALTER TABLE reviews ADD COLUMN written_by INTEGER;
CREATE INDEX reviews_written_by ON reviews (guild_id, written_by) WHERE written_by IS NOT NULL;

-- One for each member and review that is edited; review_id is 0 for a new one. The fields are JSON.
CREATE TABLE drafts (
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    fields TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id, review_id)
);
