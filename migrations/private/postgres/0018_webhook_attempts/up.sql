-- What came of each attempt at a delivery. It goes with the delivery.
CREATE TABLE webhook_attempts (
    id BIGINT NOT NULL PRIMARY KEY,
    delivery BIGINT NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    status BIGINT,
    problem TEXT NOT NULL
);
CREATE INDEX webhook_attempts_by_delivery ON webhook_attempts (delivery, at);
