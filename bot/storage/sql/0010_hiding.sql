-- Hidings under way: a member's message that is being put back behind a veil. A row is the claim that is committed before
-- anything is posted, and goes once either the original or what was put back stands alone. It holds no text.
CREATE TABLE hidings (
    message_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    -- The channel or thread that the message stands in.
    place_id INTEGER NOT NULL,
    -- What the webhook posts in that place after this message is what is put back.
    webhook_id INTEGER NOT NULL,
    after_id INTEGER NOT NULL,
    -- posting: the original stays. posted: the original goes. refused: it could not go, so it stays.
    state TEXT NOT NULL DEFAULT 'posting' CHECK (state IN ('posting', 'posted', 'refused')),
    begun_at INTEGER NOT NULL
);
CREATE INDEX hidings_by_place ON hidings (place_id);
