// Delete a few of the relations that a load brought.
// in:  $seq, $rows: how many, $things: labels; RELATION: a type of graph/vocabulary.py
// out: file, ends: [[label, id]]
MATCH (a)-[r:RELATION]->(b)
USING INDEX SEEK r:RELATION(seq)
WHERE r.seq = $seq
WITH a, r, b LIMIT $rows
WITH r, r.file AS file,
  [n IN [a, b] | [[label IN labels(n) WHERE label IN $things][0], n.id]] AS ends
DELETE r
RETURN file, ends
