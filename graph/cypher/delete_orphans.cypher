// Delete things that no statement names any more.
// in:  $ids; THING: a label of graph/vocabulary.py
UNWIND $ids AS id
MATCH (t:THING {id: id})
WHERE NOT (t)--()
DELETE t
