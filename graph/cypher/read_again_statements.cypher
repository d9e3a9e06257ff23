// Stream the describing statements of one file kind that a load brought and that were known before.
// in:  $file, $seq
// out: cells; row: its row in that load
MATCH (g:Again)
USING INDEX SEEK g:Again(seq)
WHERE g.seq = $seq AND g.file = $file
WITH g.id AS id, g.row AS row
MATCH (s:Statement {id: id})
USING INDEX SEEK s:Statement(id)
RETURN properties(s) AS cells, row
