// Label organisations by their kind.
// in:  $ids, $kind; LABEL: a label of graph/vocabulary.py
UNWIND $ids AS id
MATCH (o:Organisation {id: id, kind: $kind})
  SET o:LABEL
