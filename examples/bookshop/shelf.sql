-- One row with the titles of the shop: every first word before every second one.
CREATE TABLE shelf AS
WITH
    firsts(words) AS (SELECT [
        'The Silent', 'The Last', 'A Distant', 'The Hidden', 'The Glass', 'An Ordinary', 'The Northern', 'A Borrowed',
        'The Paper', 'The Clockmaker''s', 'The Midnight', 'A Quiet', 'The Salt', 'The Forgotten', 'An Unfinished',
        'The Crooked', 'The Winter', 'A Brief', 'The Copper', 'The Ninth']),
    seconds(words) AS (SELECT [
        'Library', 'River', 'Garden', 'Lighthouse', 'Harbour', 'Orchard', 'Letter', 'Map', 'Voyage', 'Kingdom',
        'Mirror', 'Station', 'Almanac', 'Island', 'Door', 'Song', 'Archive', 'Summer', 'Witness', 'Inheritance'])
SELECT list(f || ' ' || s ORDER BY fi, si) AS titles
FROM (SELECT unnest(words) AS f, generate_subscripts(words, 1) AS fi FROM firsts),
     (SELECT unnest(words) AS s, generate_subscripts(words, 1) AS si FROM seconds);
