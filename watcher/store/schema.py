"""The tables of the state store, as migrations that sqlite-utils applies in order."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("watcher")


@migrations()
def first_tables(db: Database) -> None:
    """Everything of the first release. Times are as `times.stamp` writes them: text order is time order."""
    db.executescript(
        """
        -- what stands on disk: one row a path; several paths may hold one article
        CREATE TABLE files (
            path TEXT PRIMARY KEY,
            size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
            article_id INTEGER REFERENCES articles(id),  -- NULL: never could be read
            problem TEXT,                                -- why it cannot be read now
            missing_since TEXT                           -- gone, but so much is gone that a second look must confirm it
        ) WITHOUT ROWID;
        CREATE INDEX files_article ON files(article_id);
        CREATE INDEX files_problem ON files(path) WHERE problem IS NOT NULL;

        CREATE TABLE articles (
            id INTEGER PRIMARY KEY,
            guid TEXT NOT NULL UNIQUE,      -- tag: URI, minted once
            path TEXT NOT NULL,             -- where it stands, or stood last
            revision INTEGER NOT NULL,      -- the current one
            fingerprint BLOB NOT NULL,
            published TEXT NOT NULL,        -- as shown: never changes
            first_seen TEXT NOT NULL,
            updated TEXT NOT NULL,          -- the last change that a reader would see
            removed TEXT                    -- NULL while it stands
        );
        CREATE INDEX articles_fingerprint ON articles(fingerprint);
        CREATE INDEX articles_recent ON articles(updated, published) WHERE removed IS NULL;
        CREATE INDEX articles_published ON articles(published) WHERE removed IS NULL;

        CREATE TABLE revisions (
            article_id INTEGER NOT NULL REFERENCES articles(id),
            number INTEGER NOT NULL,
            seen TEXT NOT NULL,
            title TEXT NOT NULL, published TEXT, author TEXT NOT NULL, categories TEXT NOT NULL,
            url TEXT NOT NULL, image TEXT NOT NULL,
            text TEXT NOT NULL,
            notice TEXT,                    -- JSON, NULL where it is no official document
            places TEXT NOT NULL,           -- JSON
            warnings TEXT NOT NULL,         -- JSON
            fingerprint BLOB NOT NULL,
            fragment TEXT NOT NULL,         -- last, so that nobody reads past it who looks for something else
            PRIMARY KEY (article_id, number)
        );

        -- what pages filter and count by: the kind, issuers and places (by code) of an article's current revision
        CREATE TABLE facets (
            article_id INTEGER NOT NULL REFERENCES articles(id),
            name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (article_id, name, value)
        ) WITHOUT ROWID;
        CREATE INDEX facets_value ON facets(name, value);

        CREATE TABLE changes (
            id INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            revision INTEGER NOT NULL,
            kind TEXT NOT NULL, because TEXT NOT NULL, path TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE INDEX changes_article ON changes(article_id);
        CREATE INDEX changes_at ON changes(at);
        CREATE INDEX changes_kind ON changes(kind, article_id) WHERE kind <> 'new';

        -- which rule (or feed of a place or issuer: city:CODE, issuer:SLUG) a revision satisfies
        CREATE TABLE matches (
            id INTEGER PRIMARY KEY,
            rule TEXT NOT NULL,             -- slug
            article_id INTEGER NOT NULL REFERENCES articles(id),
            revision INTEGER NOT NULL,
            mentions TEXT NOT NULL,         -- JSON
            live INTEGER NOT NULL DEFAULT 1,  -- 0: the rule asks for something else now, but an alert refers to it
            UNIQUE (rule, article_id, revision)
        );
        CREATE INDEX matches_article ON matches(article_id, revision);

        -- what a match owes: each channel that must hear of a change, whether or not its alert exists
        CREATE TABLE dues (
            match_id INTEGER NOT NULL REFERENCES matches(id),
            change_id INTEGER NOT NULL REFERENCES changes(id),
            channel TEXT NOT NULL,
            PRIMARY KEY (match_id, change_id, channel)
        ) WITHOUT ROWID;

        -- the outbox
        CREATE TABLE alerts (
            id TEXT PRIMARY KEY,
            match_id INTEGER NOT NULL REFERENCES matches(id),
            change_id INTEGER NOT NULL REFERENCES changes(id),
            channel TEXT NOT NULL,
            rule_name TEXT NOT NULL,
            state TEXT NOT NULL,            -- pending held delivered unconfirmed dead
            attempts INTEGER NOT NULL DEFAULT 0,
            created TEXT NOT NULL, due TEXT NOT NULL, done TEXT,
            last_error TEXT,
            digest TEXT,                    -- id of the message that carried it, where it went in a digest
            UNIQUE (match_id, change_id, channel)
        );
        CREATE INDEX alerts_waiting ON alerts(channel, due) WHERE state IN ('pending', 'held');
        CREATE INDEX alerts_created ON alerts(created);

        CREATE TABLE attempts (
            alert_id TEXT NOT NULL,
            at TEXT NOT NULL, state TEXT NOT NULL, because TEXT NOT NULL, ms INTEGER NOT NULL
        );
        CREATE INDEX attempts_alert ON attempts(alert_id);
        CREATE INDEX attempts_at ON attempts(at);

        -- alerts that are being sent: those left at a start may have arrived, and count against the channel's rate
        CREATE TABLE under_way (alert_id TEXT PRIMARY KEY) WITHOUT ROWID;

        CREATE TABLE scans (
            id INTEGER PRIMARY KEY,
            started TEXT NOT NULL, seconds REAL NOT NULL, scope TEXT NOT NULL,
            counts TEXT NOT NULL,           -- JSON, the object that `scan --json` prints
            error TEXT
        );

        CREATE TABLE rules (
            slug TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            signature TEXT NOT NULL,        -- of its condition: when it differs, history is matched anew
            ended TEXT                      -- when it went from the config; its feed says so for a while
        );

        -- feeds whose entries changed since they were written: all, a rule's slug, city:CODE or issuer:SLUG
        CREATE TABLE unpublished (feed TEXT PRIMARY KEY) WITHOUT ROWID;

        CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);  -- such as when the first scan was done
        """
    )


@migrations()
def withdrawn_in_feeds(db: Database) -> None:
    """Feeds show for a week what was withdrawn."""
    db.execute("CREATE INDEX articles_removed ON articles(removed) WHERE removed IS NOT NULL")


@migrations()
def written_feeds(db: Database) -> None:
    """A feed that is written anew takes over the entries that it had."""
    db.execute(
        """
        CREATE TABLE written (
            feed TEXT PRIMARY KEY,          -- all, a rule's slug, city:CODE or issuer:SLUG
            entries INTEGER NOT NULL,       -- how many it holds
            updated TEXT,                   -- the newest change in it
            layout TEXT NOT NULL            -- JSON: its files, and where in each of them each entry stands
        ) WITHOUT ROWID
        """
    )


@migrations()
def budgets(db: Database) -> None:
    """Channels that are remembered, alerts that wait for others, and what a rule does not tell."""
    db.executescript(
        """
        -- how each channel does, and what it was sent in all
        CREATE TABLE channels (
            name TEXT PRIMARY KEY,
            keys TEXT,                      -- fingerprint of its keys when it came into trouble; NULL: it is well
            failures INTEGER NOT NULL DEFAULT 0,
            because TEXT NOT NULL DEFAULT '',
            blocked_until TEXT,             -- what it asked for, or the pause of an outage
            off INTEGER NOT NULL DEFAULT 0, -- until a person has mended it
            since TEXT,                     -- when that was recorded
            sent INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,  -- messages
            alerts INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0   -- delivered, and how long that took
        ) WITHOUT ROWID;

        ALTER TABLE alerts ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;   -- heeds no quiet hours
        ALTER TABLE alerts ADD COLUMN grouped INTEGER NOT NULL DEFAULT 0;  -- goes with others of its change
        ALTER TABLE alerts ADD COLUMN original TEXT;                       -- the alert of which this is a reprint's

        -- changes up to this id were there before the rule asked for it: they owe nothing but by `backfill`
        ALTER TABLE matches ADD COLUMN since INTEGER NOT NULL DEFAULT 0;

        -- since which change a rule tells a channel of these kinds of change
        CREATE TABLE hearing (
            rule TEXT NOT NULL, channel TEXT NOT NULL, kinds TEXT NOT NULL, since INTEGER NOT NULL,
            PRIMARY KEY (rule, channel)
        ) WITHOUT ROWID;

        -- what the documents of articles that caused alerts lately have in common with their reprints
        CREATE TABLE sketches (
            hash INTEGER NOT NULL, seen TEXT NOT NULL, article_id INTEGER NOT NULL, revision INTEGER NOT NULL,
            PRIMARY KEY (hash, seen, article_id)
        ) WITHOUT ROWID;
        CREATE INDEX sketches_seen ON sketches(seen);
        """
    )


@migrations()
def deadlines(db: Database) -> None:
    """Facets have the deadlines of notices, days as ISO 8601 writes them."""
    db.execute(
        """
        INSERT OR IGNORE INTO facets (article_id, name, value)
        SELECT a.id, 'deadline', d.value FROM articles a
        JOIN revisions r ON r.article_id = a.id AND r.number = a.revision, json_each(r.notice, '$.deadlines') d
        WHERE r.notice IS NOT NULL"""
    )


@migrations()
def reprints_of_alerts(db: Database) -> None:
    """Pages tell which articles are reprints of another."""
    db.execute("CREATE INDEX alerts_original ON alerts(original) WHERE original IS NOT NULL")


@migrations()
def pauses_asked_for(db: Database) -> None:
    """A person who retries ends a pause of ours, not one that the receiver asked for."""
    db.execute("ALTER TABLE channels ADD COLUMN asked INTEGER NOT NULL DEFAULT 0")


@migrations()
def failed_attempts(db: Database) -> None:
    """Pages tell when a channel failed last: few attempts do."""
    db.execute("CREATE INDEX attempts_failed ON attempts(at) WHERE state NOT IN ('delivered', 'unconfirmed')")
