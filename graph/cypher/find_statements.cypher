// Statements that are nodes, by their own ids.
// in:  $ids, $file
// out: file, cells
UNWIND $ids AS id
MATCH (s:Statement {id: id})
WHERE s.file = $file
RETURN s.file AS file, properties(s) AS cells
