// Ids of the relations that a load brought first.
// in:  $seq; RELATION: a type of graph/vocabulary.py
// out: id
MATCH ()-[r:RELATION]->()
USING INDEX SEEK r:RELATION(seq)
WHERE r.seq = $seq
RETURN r.id AS id
