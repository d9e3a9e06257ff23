// Take the label Officer from people.
// in:  $ids
UNWIND $ids AS id
MATCH (p:Person {id: id})
REMOVE p:Officer
