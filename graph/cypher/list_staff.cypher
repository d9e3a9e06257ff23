// People who hold posts at these organisations, described or not.
// in:  $ids
// out: id
UNWIND $ids AS id
MATCH (p)-[r:HOLDS_POST]->()
USING INDEX SEEK r:HOLDS_POST(organisation_id)
WHERE r.organisation_id = id
RETURN DISTINCT p.id AS id
