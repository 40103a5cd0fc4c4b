-- The log: each entry's canonical bytes, as hashed. Nothing in it is ever changed or removed.
CREATE TABLE entries (
    seq INTEGER NOT NULL PRIMARY KEY,
    json TEXT NOT NULL
) STRICT;
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;
CREATE TRIGGER entries_have_no_gaps BEFORE INSERT ON entries
WHEN NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM entries)
BEGIN SELECT RAISE(ABORT, 'entries have no gaps'); END;

-- Where the log ends: moved by compare-and-swap in the transaction that adds the entries.
CREATE TABLE head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
INSERT INTO head (id, size, hash, at) VALUES (1, 0, zeroblob(32), 0);

-- Everything below is derived from the log; `almoner audit` derives it again and compares.

-- Idempotency keys, sixteen bytes each, ordered by time.
CREATE TABLE keys (
    key BLOB NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which entry gave out an id (kind >= 0), reversed the entry of that number (-1), or closed the fund (-2).
CREATE TABLE ids (
    kind INTEGER NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- The entries that a restart reads to know who and what is registered.
CREATE TABLE remembered (
    seq INTEGER NOT NULL PRIMARY KEY
) STRICT;

-- Pools in the order of their first appearance, and their free units.
CREATE TABLE pools (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    extent INTEGER NOT NULL,
    place TEXT GENERATED ALWAYS AS (CASE instr(name, '@') WHEN 0 THEN '' ELSE substr(name, instr(name, '@') + 1) END)
) STRICT;
-- What is at a site, and what a partner holds.
CREATE INDEX pools_by_place ON pools (place);
CREATE TABLE free_spans (
    pool INTEGER NOT NULL,
    first INTEGER NOT NULL,
    behind INTEGER NOT NULL,
    PRIMARY KEY (pool, first)
) STRICT, WITHOUT ROWID;

-- Moves that still count, a row a span, by the units they take and by the units they fill.
CREATE TABLE takes (
    pool INTEGER NOT NULL,
    first INTEGER NOT NULL,
    behind INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    move INTEGER NOT NULL,
    place INTEGER NOT NULL,
    total INTEGER NOT NULL,
    far_pool INTEGER,
    far_total INTEGER,
    far_first INTEGER,
    ending INTEGER,
    PRIMARY KEY (pool, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE fills (
    pool INTEGER NOT NULL,
    added_cost INTEGER NOT NULL,
    first INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    move INTEGER NOT NULL,
    behind INTEGER NOT NULL,
    place INTEGER NOT NULL,
    total INTEGER NOT NULL,
    far_pool INTEGER,
    far_total INTEGER,
    far_first INTEGER,
    PRIMARY KEY (pool, added_cost, first, seq, move)
) STRICT, WITHOUT ROWID;

-- Sums by fund, project, item and kind, and the entries behind each; a fund is named by the entry that opened it.
CREATE TABLE figures (
    fund INTEGER NOT NULL,
    project TEXT NOT NULL,
    item TEXT NOT NULL,
    kind INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    units INTEGER NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (fund, project, item, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE fund_entries (
    fund INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (fund, kind, seq)
) STRICT, WITHOUT ROWID;

-- Lists of a fund's gifts and hand-outs by day. `list` is twice the fund's number for gifts, and one more for
-- hand-outs. `facet` is empty for the whole list; the lists of one project, item or place have its word.
CREATE TABLE listed (
    list INTEGER NOT NULL,
    facet TEXT NOT NULL,
    day INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (list, facet, day, seq)
) STRICT, WITHOUT ROWID;
-- The largest of long lists. Of all amounts it would be written at a random place for each gift, a page a row: a third
-- of the writer's time. Short lists are sorted as they are read.
CREATE INDEX listed_by_amount ON listed (list, facet, amount, seq) WHERE amount >= 1000000;

-- Sums of a fund by kind and day: what its time line is drawn from.
CREATE TABLE days (
    fund INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    day INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (fund, kind, day)
) STRICT, WITHOUT ROWID;

-- Sums of a fund's hand-outs by place.
CREATE TABLE places (
    fund INTEGER NOT NULL,
    place TEXT NOT NULL,
    amount INTEGER NOT NULL,
    handouts INTEGER NOT NULL,
    households INTEGER NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (fund, place)
) STRICT, WITHOUT ROWID;

-- Entries by what they speak of, and by type: organisations, funds, projects, sites, items, and what got a document.
-- Gifts of money and their fees, the most there are, are left out: fund_entries and listed have them.
CREATE TABLE mentions (
    kind INTEGER NOT NULL,
    id TEXT NOT NULL,
    type INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (kind, id, type, seq)
) STRICT, WITHOUT ROWID;

-- Private: who may record, by the SHA3-256 of their token.
CREATE TABLE tokens (
    hash BLOB NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
