// Label people who hold a post at a council.
// in:  $ids
UNWIND $ids AS id
MATCH (p:Person {id: id})-[r:HOLDS_POST]->()
MATCH (o:Organisation {id: r.organisation_id})
WHERE o:Council
  SET p:Officer
