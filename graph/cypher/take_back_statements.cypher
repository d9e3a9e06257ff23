// Delete a few of the describing statements that a load brought, with the readable relations made from them.
// in:  $seq, $rows: how many, $things: labels; DERIVED: types of graph/vocabulary.py
// out: file, ends: [[label, id]], the thing described first
MATCH (s:Statement)
USING INDEX SEEK s:Statement(seq)
WHERE s.seq = $seq
WITH s LIMIT $rows
MATCH (s)-[:DESCRIBES]->(t)
OPTIONAL MATCH (t)-[r:DERIVED]-(o)
WHERE r.statement = s.id
WITH s, t, s.file AS file, collect(r) AS made, collect(DISTINCT o) AS others
WITH s, file, made, [n IN [t] + others | [[label IN labels(n) WHERE label IN $things][0], n.id]] AS ends
FOREACH (r IN made | DELETE r)
DETACH DELETE s
RETURN file, ends
