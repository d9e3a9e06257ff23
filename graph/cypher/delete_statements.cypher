// Delete statements that are nodes.
// in:  $ids
UNWIND $ids AS id
MATCH (s:Statement {id: id})
DETACH DELETE s
