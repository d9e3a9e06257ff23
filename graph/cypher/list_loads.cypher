// All loads, oldest first.
// out: seq, id, at, title, added, known
MATCH (l:Load)
RETURN l.seq AS seq, l.id AS id, l.at AS at, l.title AS title, l.added AS added, l.known AS known
ORDER BY seq
