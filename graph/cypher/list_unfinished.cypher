// Loads that somebody began to write or to take back and did not finish.
// out: seq, id
MATCH (l:Load)
WHERE l.state IS NOT NULL
RETURN l.seq AS seq, l.id AS id
