// Stream the relations of one file kind that a load brought first.
// in:  $file, $seq; RELATION: a type of graph/vocabulary.py
// out: cells; row: its row in that load
MATCH ()-[r:RELATION]->()
USING INDEX SEEK r:RELATION(seq)
WHERE r.seq = $seq AND r.file = $file
RETURN properties(r) AS cells, r.row AS row
