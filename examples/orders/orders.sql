-- Makes the table orders, 4,320 orders a day, one every 20 s, from 2025-01-01 on: psql URL -v rows=1000000 -f orders.sql
-- The first n orders are the same ones whatever the size.
\set ON_ERROR_STOP on
\set QUIET on
\if :{?rows}
\else
    \set rows 1000000
\endif
SET timezone = 'UTC';
SET client_min_messages = warning;

BEGIN;
DROP TABLE IF EXISTS orders;
CREATE TABLE orders (
    id            bigint         NOT NULL,
    customer_id   integer        NOT NULL,
    line_count    smallint       NOT NULL,
    weight_grams  integer        NOT NULL,
    reference     uuid           NOT NULL,
    total         numeric(12, 2) NOT NULL,
    tax           numeric(12, 2) NOT NULL,
    discount      numeric(5, 4),
    order_day     date           NOT NULL,
    delivery_day  date,
    created_at    timestamptz    NOT NULL,
    paid_at       timestamptz,
    address       jsonb          NOT NULL,
    tags          text[]         NOT NULL,
    status        text           NOT NULL,
    note          text
);

WITH words AS MATERIALIZED (
    SELECT ARRAY['Wien', 'Graz', 'Köln', 'Malmö', 'Łódź', 'Porto', 'Cork', 'Lyon', 'Bologna', 'Leuven', 'Aarhus', 'Brno'] AS cities,
           ARRAY['AT', 'AT', 'DE', 'SE', 'PL', 'PT', 'IE', 'FR', 'IT', 'BE', 'DK', 'CZ'] AS countries,
           ARRAY['Main Street', 'Station Road', 'Harbour Lane', 'Am Graben', 'Rue de l''Église', 'Mill Close', 'Park Avenue', 'Church Hill'] AS streets,
           ARRAY['gift', 'fragile', 'express', 'pre-order', 'bulky', 'first order', 'invoice', 'fragile'] AS tags,
           ARRAY['shipped', 'shipped', 'shipped', 'shipped', 'returned', 'paid', 'cancelled', 'new'] AS states
),
sentences(n, sentence) AS (
    VALUES (0, 'Please leave the parcel with the neighbours on the second floor.'),
           (1, 'Customer called: the address is right, the doorbell is not.'),
           (2, 'A gift, so no invoice in the box.'),
           (3, 'Marked "handle with care", twice.'),
           (4, 'Delivery before noon, please; the shop closes at one.'),
           (5, 'Grüße an das Lager, die letzte Lieferung war tadellos.'),
           (6, E'Changed on request:\n- two more of the blue ones\n- none of the red ones.'),
           (7, 'Paid in part by voucher, the rest by card.'),
           (8, 'L''escalier est étroit : prévenir par téléphone.'),
           (9, 'Split into two parcels, the second one follows.'),
           (10, 'Third order this month; add the catalogue.')
),
-- 32 long texts, of which an order's note is the beginning.
notes AS MATERIALIZED (
    SELECT array_agg(text ORDER BY k) AS texts
    FROM (
        SELECT k, string_agg(sentence, ' ' ORDER BY position) AS text
        FROM generate_series(0, 31) k, generate_series(0, 43) position, sentences
        WHERE n = (position * (1 + k % 10) + k) % 11
        GROUP BY k
    ) long
)
INSERT INTO orders
SELECT i,
       1 + a % 250000,
       1 + b % 9,
       100 + (b >> 8) % 20000,
       md5(i::text)::uuid,
       cents * 0.01,
       cents / 5 * 0.01,
       CASE WHEN b % 5 = 0 THEN (1 + (b >> 16) % 5000) * 0.0001 END,
       day,
       CASE WHEN state <= 5 THEN day + (2 + a % 6)::int END,
       day + (i % 4320) * interval '20 seconds' + (a % 1000000) * interval '1 microsecond',
       CASE WHEN state <= 6 THEN day + (i % 4320) * interval '20 seconds' + (1 + b % 7200) * interval '1 second' END,
       jsonb_build_object(
           'street', streets[1 + (a >> 4) % 8] || ' ' || (1 + b % 120),
           'zip', lpad(((a >> 8) % 100000)::text, 5, '0'),
           'city', cities[1 + a % 12],
           'country', countries[1 + a % 12],
           'parcel_shop', b % 3 = 0),
       tags[1 + a % 8 : a % 8 + (b >> 4) % 4],
       states[state],
       CASE WHEN c % 2 = 0 THEN left(texts[1 + a % 32], (2000 * pow((c >> 8 & 65535) / 65536.0::float8, 3))::int) END
FROM words, notes,
     LATERAL generate_series(0, :rows - 1::bigint) i,
     LATERAL (
         SELECT hashint8extended(i, 1) & 2147483647 AS a,
                hashint8extended(i, 2) & 2147483647 AS b,
                hashint8extended(i, 3) & 2147483647 AS c
     ) h,
     LATERAL (
         SELECT 500 + b % 10000 * (1 + c % 40) AS cents,
                date '2025-01-01' + (i / 4320)::int AS day,
                1 + (c >> 4) % 8 AS state
     ) v;
COMMIT;

-- In the order of the stream, whatever range of days is asked for.
CREATE INDEX ON orders (order_day, id);
VACUUM (FREEZE, ANALYZE) orders;
SELECT count(*) AS orders, min(order_day) AS first_day, max(order_day) AS last_day,
       pg_size_pretty(pg_table_size('orders')) AS size FROM orders;
