// People with a post at these organisations.
// in:  $ids
// out: id
UNWIND $ids AS id
MATCH (p:Person)-[r:HOLDS_POST]->()
WHERE r.organisation_id = id
RETURN DISTINCT p.id AS id
