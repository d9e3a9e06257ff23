// Make things where they are not there yet.
// in:  $ids; THING: a label of graph/vocabulary.py
UNWIND $ids AS id
MERGE (:THING {id: id})
