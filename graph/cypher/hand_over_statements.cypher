// Describing statements that another load brought too: the next such load now counts as the first, and this one as
// bringing again.
// in:  $ids, $things: labels; DERIVED: types of graph/vocabulary.py
// out: file, ends: [[label, id]], the thing described
UNWIND $ids AS id
MATCH (g:Again {id: id})
USING INDEX SEEK g:Again(id)
WITH id, g ORDER BY g.seq
WITH id, collect(g)[0] AS g
MATCH (s:Statement {id: id})-[:DESCRIBES]->(t)
USING INDEX SEEK s:Statement(id)
OPTIONAL MATCH (t)-[r:DERIVED]-()
WHERE r.statement = id
WITH s, t, g, collect(r) AS made, s {.seq, .load, .row} AS old, g {.seq, .load, .row} AS next
FOREACH (r IN made | SET r.row = next.row)
  SET s += next, g += old
RETURN s.file AS file, [[[label IN labels(t) WHERE label IN $things][0], t.id]] AS ends
