// Ids of the describing statements that a load brought first.
// in:  $seq
// out: id
MATCH (s:Statement)
USING INDEX SEEK s:Statement(seq)
WHERE s.seq = $seq
RETURN s.id AS id
