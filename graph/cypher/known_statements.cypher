// Which of these statements are there already, as nodes.
// in:  $ids
// out: id, seq
UNWIND $ids AS id
MATCH (s:Statement {id: id})
USING INDEX SEEK s:Statement(id)
RETURN s.id AS id, s.seq AS seq
