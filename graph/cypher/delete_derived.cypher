// Delete the readable relations that were made from these statements.
// in:  $ids; RELATION: a type of graph/vocabulary.py
UNWIND $ids AS id
MATCH ()-[r:RELATION]->()
WHERE r.statement = id
DELETE r
