// All loads, oldest first; one that is being written or taken back is none.
// out: seq, id, at, title, added, known
MATCH (l:Load)
WHERE l.state IS NULL
RETURN l.seq AS seq, l.id AS id, l.at AS at, l.title AS title, l.added AS added, l.known AS known
ORDER BY seq
