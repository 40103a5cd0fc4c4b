-- What came of each attempt at a delivery. It goes with the delivery.
CREATE TABLE webhook_attempts (
    id INTEGER NOT NULL PRIMARY KEY,
    delivery INTEGER NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    status INTEGER,
    problem TEXT NOT NULL
) STRICT;
CREATE INDEX webhook_attempts_by_delivery ON webhook_attempts (delivery, at);
