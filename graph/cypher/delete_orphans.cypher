// Delete things that nothing names or describes any more.
// in:  $ids; THING: a label of graph/vocabulary.py
UNWIND $ids AS id
MATCH (t:THING {id: id})
USING INDEX SEEK t:THING(id)
WHERE NOT EXISTS { (t)--() }
DELETE t
