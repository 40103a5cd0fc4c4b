-- The log: each entry's canonical bytes, as hashed. Nothing in it is ever changed or removed.
CREATE TABLE entries (
    seq BIGINT NOT NULL PRIMARY KEY,
    json TEXT NOT NULL
);
CREATE FUNCTION entries_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM entries) THEN
            RAISE EXCEPTION 'entries have no gaps';
        END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an entry never changes and is never removed';
END $$;
CREATE TRIGGER entries_append_only BEFORE INSERT OR UPDATE OR DELETE ON entries
FOR EACH ROW EXECUTE FUNCTION entries_are_appended();
CREATE TRIGGER entries_never_emptied BEFORE TRUNCATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION entries_are_appended();

-- Where the log ends: moved by compare-and-swap in the transaction that adds the entries.
CREATE TABLE head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    at BIGINT NOT NULL
);
INSERT INTO head (id, size, hash, at) VALUES (1, 0, decode(repeat('00', 32), 'hex'), 0);

-- Everything below is derived from the log; `almoner audit` derives it again and compares.

-- Idempotency keys, sixteen bytes each, ordered by time.
CREATE TABLE keys (
    key BYTEA NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL
);

-- Which entry gave out an id (kind >= 0), reversed the entry of that number (-1), or closed the fund (-2).
CREATE TABLE ids (
    kind BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);

-- The entries that a restart reads to know who and what is registered.
CREATE TABLE remembered (
    seq BIGINT NOT NULL PRIMARY KEY
);

-- Pools in the order of their first appearance, and their free units.
CREATE TABLE pools (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    extent BIGINT NOT NULL,
    place TEXT GENERATED ALWAYS AS (split_part(name, '@', 2)) STORED
);
-- What is at a site, and what a partner holds.
CREATE INDEX pools_by_place ON pools (place);
CREATE TABLE free_spans (
    pool BIGINT NOT NULL,
    first BIGINT NOT NULL,
    behind BIGINT NOT NULL,
    PRIMARY KEY (pool, first)
);

-- Moves that still count, a row a span, by the units they take and by the units they fill.
CREATE TABLE takes (
    pool BIGINT NOT NULL,
    first BIGINT NOT NULL,
    behind BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    move BIGINT NOT NULL,
    place BIGINT NOT NULL,
    total BIGINT NOT NULL,
    far_pool BIGINT,
    far_total BIGINT,
    far_first BIGINT,
    ending BIGINT,
    PRIMARY KEY (pool, first)
);
CREATE TABLE fills (
    pool BIGINT NOT NULL,
    added_cost BIGINT NOT NULL,
    first BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    move BIGINT NOT NULL,
    behind BIGINT NOT NULL,
    place BIGINT NOT NULL,
    total BIGINT NOT NULL,
    far_pool BIGINT,
    far_total BIGINT,
    far_first BIGINT,
    PRIMARY KEY (pool, added_cost, first, seq, move)
);

-- Sums by fund, project, item and kind, and the entries behind each; a fund is named by the entry that opened it.
CREATE TABLE figures (
    fund BIGINT NOT NULL,
    project TEXT NOT NULL,
    item TEXT NOT NULL,
    kind BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    units BIGINT NOT NULL,
    events BIGINT NOT NULL,
    PRIMARY KEY (fund, project, item, kind)
);
CREATE TABLE fund_entries (
    fund BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (fund, kind, seq)
);

-- Lists of a fund's gifts and hand-outs by day. `list` is twice the fund's number for gifts, and one more for
-- hand-outs. `facet` is empty for the whole list; the lists of one project, item or place have its word.
CREATE TABLE listed (
    list BIGINT NOT NULL,
    facet TEXT NOT NULL,
    day BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (list, facet, day, seq)
);
-- The largest of long lists. Of all amounts it would be written at a random place for each gift, a page a row: a third
-- of the writer's time. Short lists are sorted as they are read.
CREATE INDEX listed_by_amount ON listed (list, facet, amount, seq) WHERE amount >= 1000000;

-- Sums of a fund by kind and day: what its time line is drawn from.
CREATE TABLE days (
    fund BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    day BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (fund, kind, day)
);

-- Sums of a fund's hand-outs by place.
CREATE TABLE places (
    fund BIGINT NOT NULL,
    place TEXT NOT NULL,
    amount BIGINT NOT NULL,
    handouts BIGINT NOT NULL,
    households BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (fund, place)
);

-- Entries by what they speak of, and by type: organisations, funds, projects, sites, items, and what got a document.
-- Gifts of money and their fees, the most there are, are left out: fund_entries and listed have them.
CREATE TABLE mentions (
    kind BIGINT NOT NULL,
    id TEXT NOT NULL,
    type BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (kind, id, type, seq)
);

-- Private: who may record, by the SHA3-256 of their token.
CREATE TABLE tokens (
    hash BYTEA NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
