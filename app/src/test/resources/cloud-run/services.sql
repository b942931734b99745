CREATE TABLE services (
    project VARCHAR,
    id VARCHAR,
    generation BIGINT,
    created TIMESTAMP WITH TIME ZONE,
    deleted TIMESTAMP WITH TIME ZONE,
    ingress VARCHAR,
    policy VARCHAR,
    instances INTEGER,
    answers_within INTERVAL,
    urls VARCHAR[],
    failure VARCHAR
);

INSERT INTO services VALUES
    ('books', 'shelf', 9007199254740993, '2026-01-31T12:00:00.5Z', NULL, 'INGRESS_TRAFFIC_ALL', NULL, NULL, NULL, [], NULL),
    ('books', 'größer', -1, '2026-02-01T00:00:00Z', NULL, 'INGRESS_TRAFFIC_NONE', 'strict', 0, INTERVAL '1.5 seconds',
        ['https://a.example', 'https://b.example'], 'CONTAINER_MISSING'),
    ('books', 'old', 7, '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', 'INGRESS_TRAFFIC_UNSPECIFIED', 'none', 3, NULL, [], NULL),
    ('films', 'reel', 1, '2026-01-01T00:00:00Z', NULL, 'INGRESS_TRAFFIC_ALL', NULL, NULL, NULL, [], NULL);
