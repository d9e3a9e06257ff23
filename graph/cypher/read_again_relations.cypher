// Stream the relations of one file kind that a load brought and that were known before.
// in:  $file, $seq; RELATION: a type of graph/vocabulary.py
// out: cells; row: its row in that load
MATCH (g:Again)
USING INDEX SEEK g:Again(seq)
WHERE g.seq = $seq AND g.file = $file
WITH g.id AS id, g.row AS row
MATCH ()-[r:RELATION {id: id}]->()
USING INDEX SEEK r:RELATION(id)
RETURN properties(r) AS cells, row
