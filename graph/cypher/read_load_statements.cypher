// Stream the describing statements of one file kind that a load brought first.
// in:  $file, $seq
// out: cells; row: its row in that load
MATCH (s:Statement)
USING INDEX SEEK s:Statement(seq)
WHERE s.seq = $seq AND s.file = $file
RETURN properties(s) AS cells, s.row AS row
