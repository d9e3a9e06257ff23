// Label people as officers if they hold a post at a council, and only then.
// in:  $ids
UNWIND $ids AS id
MATCH (p:Person {id: id})
USING INDEX SEEK p:Person(id)
REMOVE p:Officer
WITH p
MATCH (p)-[r:HOLDS_POST]->()
MATCH (o:Organisation {id: r.organisation_id})
USING INDEX SEEK o:Organisation(id)
WHERE o:Council
WITH DISTINCT p
  SET p:Officer
