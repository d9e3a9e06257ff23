// Which of these statements are there already, as relations.
// in:  $ids; RELATION: a type of graph/vocabulary.py
// out: id, seq
UNWIND $ids AS id
MATCH ()-[r:RELATION {id: id}]->()
USING INDEX SEEK r:RELATION(id)
RETURN r.id AS id, r.seq AS seq
