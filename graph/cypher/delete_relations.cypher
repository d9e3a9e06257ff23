// Delete statements that are relations.
// in:  $ids; RELATION: a type of graph/vocabulary.py
UNWIND $ids AS id
MATCH ()-[r:RELATION {id: id}]->()
DELETE r
