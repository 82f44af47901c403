-- The ledger of loose ends: what a story has left open, who wants to know, what they think, and how it was answered.
--
-- Whatever tells of an episode stands beside that episode's number, and no viewer who has not watched so far is given
-- the row: what they are not shown can't be told from what is not there.

-- What the last loose end of a guild is numbered; a number is never given twice, for old buttons carry them.
CREATE TABLE loose_end_numbers (
    guild_id INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
);

-- number is what members call it, #7, within their guild. raised_by is NULL for one that a review named, and where the
-- member asked to be forgotten. voices counts its loose_end_voices.
--
-- merged_to is the one that it was merged into, merged_into the one that stands for both today: the same, unless that
-- one was merged as well. A merge moves nothing: voices, theories and sources are read together with those of all that
-- were merged into one, of as many of these as the viewer has watched so far; and it is undone without a trace.
CREATE TABLE loose_ends (
    loose_end_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    raised_in INTEGER NOT NULL,
    raised_by INTEGER,
    merged_to INTEGER,
    merged_into INTEGER,
    voices INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, number),
    UNIQUE (guild_id, loose_end_id),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE,
    FOREIGN KEY (guild_id, merged_to) REFERENCES loose_ends (guild_id, loose_end_id) ON DELETE CASCADE,
    FOREIGN KEY (guild_id, merged_into) REFERENCES loose_ends (guild_id, loose_end_id) ON DELETE CASCADE
);
CREATE INDEX loose_ends_of_show ON loose_ends (guild_id, show_id, raised_in, number) WHERE merged_into IS NULL;
CREATE INDEX loose_ends_removed_with_show ON loose_ends (guild_id, show_id);
CREATE INDEX loose_ends_merged ON loose_ends (guild_id, merged_into, raised_in) WHERE merged_into IS NOT NULL;
CREATE INDEX loose_ends_merged_to ON loose_ends (guild_id, merged_to) WHERE merged_to IS NOT NULL;
CREATE INDEX loose_ends_raised_by ON loose_ends (guild_id, raised_by) WHERE raised_by IS NOT NULL;

-- What has become of it. A turn (answered, dropped, reopened) happens in an episode, and for a viewer the last of those
-- they have watched holds: the one with the highest episode, and of these the newest. An edit keeps what stood before.
CREATE TABLE loose_end_changes (
    change_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    loose_end_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('answered', 'dropped', 'reopened', 'edited', 'merged')),
    is_turn INTEGER NOT NULL CHECK (is_turn IN (0, 1)),
    episode INTEGER NOT NULL,
    body TEXT NOT NULL,
    raised_in_before INTEGER,
    other_id INTEGER,
    made_by INTEGER,
    made_at INTEGER NOT NULL,
    undone_by INTEGER,
    undone_at INTEGER,
    FOREIGN KEY (guild_id, loose_end_id) REFERENCES loose_ends (guild_id, loose_end_id) ON DELETE CASCADE
);
CREATE INDEX loose_end_changes_in_order ON loose_end_changes (guild_id, loose_end_id, change_id);
CREATE INDEX loose_end_turns ON loose_end_changes (guild_id, loose_end_id, episode, change_id)
    WHERE is_turn = 1 AND undone_at IS NULL;
CREATE INDEX loose_end_turns_of_show ON loose_end_changes (guild_id, show_id, episode, loose_end_id, change_id)
    WHERE is_turn = 1 AND undone_at IS NULL;
CREATE INDEX loose_end_changes_made_by ON loose_end_changes (guild_id, made_by) WHERE made_by IS NOT NULL;
CREATE INDEX loose_end_changes_undone_by ON loose_end_changes (guild_id, undone_by) WHERE undone_by IS NOT NULL;

-- “I want to know too”: one voice a member.
CREATE TABLE loose_end_voices (
    guild_id INTEGER NOT NULL,
    loose_end_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, loose_end_id, member_id),
    FOREIGN KEY (guild_id, loose_end_id) REFERENCES loose_ends (guild_id, loose_end_id) ON DELETE CASCADE
);
CREATE INDEX loose_end_voices_of_member ON loose_end_voices (guild_id, member_id);

-- What members think will be the answer, after the episode that they have it from.
CREATE TABLE loose_end_theories (
    theory_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    loose_end_id INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    body TEXT NOT NULL,
    member_id INTEGER,
    added_at INTEGER NOT NULL,
    FOREIGN KEY (guild_id, loose_end_id) REFERENCES loose_ends (guild_id, loose_end_id) ON DELETE CASCADE
);
CREATE INDEX loose_end_theories_in_order ON loose_end_theories (guild_id, loose_end_id, theory_id);
CREATE INDEX loose_end_theories_of_member ON loose_end_theories (guild_id, member_id) WHERE member_id IS NOT NULL;

-- The sentence of a review that a loose end was taken from, known by a hash of it: each is taken once.
CREATE TABLE loose_end_reviews (
    guild_id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    sentence_hash TEXT NOT NULL,
    loose_end_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, review_id, sentence_hash),
    FOREIGN KEY (guild_id, review_id) REFERENCES reviews (guild_id, review_id) ON DELETE CASCADE,
    FOREIGN KEY (guild_id, loose_end_id) REFERENCES loose_ends (guild_id, loose_end_id) ON DELETE CASCADE
);
CREATE INDEX loose_end_reviews_of_loose_end ON loose_end_reviews (guild_id, loose_end_id);

-- The message that a loose end was taken from, and the episode that whoever took it said it tells of.
CREATE TABLE loose_end_messages (
    guild_id INTEGER NOT NULL,
    loose_end_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    PRIMARY KEY (guild_id, loose_end_id, message_id),
    FOREIGN KEY (guild_id, loose_end_id) REFERENCES loose_ends (guild_id, loose_end_id) ON DELETE CASCADE
);

-- What a member wrote that is like a loose end there is, until they have said whether it is the same. It comes from a
-- message or a review's sentence, or from nowhere but them.
CREATE TABLE loose_end_drafts (
    draft_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    raised_in INTEGER NOT NULL,
    review_id INTEGER,
    sentence_hash TEXT,
    channel_id INTEGER,
    message_id INTEGER,
    created_at INTEGER NOT NULL,
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX loose_end_drafts_of_show ON loose_end_drafts (guild_id, show_id);
CREATE INDEX loose_end_drafts_of_member ON loose_end_drafts (guild_id, member_id);
CREATE INDEX loose_end_drafts_by_age ON loose_end_drafts (created_at);

-- Full text, by words that the code has folded. SQLite's own (FTS5); a row's number is four times that of what it is
-- of, plus 0 for a question, 1 for a theory, 2 for an answer or a reason. Before each of the `words` stands its guild, so
-- that no other guild's texts are gone through; `place` holds a word for the show.
CREATE VIRTUAL TABLE loose_end_words USING fts5 (place, words, tokenize = 'unicode61');
CREATE TRIGGER loose_ends_words_gone AFTER DELETE ON loose_ends BEGIN
    DELETE FROM loose_end_words WHERE rowid = OLD.loose_end_id * 4;
END;
CREATE TRIGGER loose_end_theories_words_gone AFTER DELETE ON loose_end_theories BEGIN
    DELETE FROM loose_end_words WHERE rowid = OLD.theory_id * 4 + 1;
END;
CREATE TRIGGER loose_end_changes_words_gone AFTER DELETE ON loose_end_changes BEGIN
    DELETE FROM loose_end_words WHERE rowid = OLD.change_id * 4 + 2;
END;

-- The message in a channel that shows all loose ends of a show behind veils, one a show. Its columns are those of
-- every message that stands and is kept up to date, as of rating_polls.
CREATE TABLE loose_end_boards (
    board_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER,
    is_wanted INTEGER NOT NULL DEFAULT 1 CHECK (is_wanted IN (0, 1)),
    posting INTEGER NOT NULL DEFAULT 1,
    version INTEGER NOT NULL DEFAULT 1,
    shown_version INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL,
    begun_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    is_told INTEGER NOT NULL DEFAULT 0 CHECK (is_told IN (0, 1)),
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, show_id),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX loose_end_boards_due ON loose_end_boards (next_try) WHERE is_wanted = 1 AND shown_version <> version;

-- Messages that were boards, until they are taken away: a board that moved leaves one, and a show that is removed.
CREATE TABLE loose_end_boards_left (
    message_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    next_try INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX loose_end_boards_left_due ON loose_end_boards_left (next_try);
CREATE TRIGGER loose_end_boards_moved AFTER UPDATE OF message_id ON loose_end_boards
WHEN OLD.message_id IS NOT NULL AND NEW.message_id IS NOT OLD.message_id BEGIN
    INSERT INTO loose_end_boards_left (message_id, guild_id, channel_id)
    VALUES (OLD.message_id, OLD.guild_id, OLD.channel_id) ON CONFLICT (message_id) DO NOTHING;
END;
CREATE TRIGGER loose_end_boards_gone AFTER DELETE ON loose_end_boards WHEN OLD.message_id IS NOT NULL BEGIN
    INSERT INTO loose_end_boards_left (message_id, guild_id, channel_id)
    VALUES (OLD.message_id, OLD.guild_id, OLD.channel_id) ON CONFLICT (message_id) DO NOTHING;
END;

-- Who may answer loose ends, beside who raised them and hosts; and whether those that a review surely names are taken
-- in by themselves.
ALTER TABLE guild_settings ADD COLUMN answering TEXT CHECK (answering IN ('hosts', 'everyone'));
ALTER TABLE guild_settings ADD COLUMN takes_sure_ends INTEGER NOT NULL DEFAULT 0 CHECK (takes_sure_ends IN (0, 1));
