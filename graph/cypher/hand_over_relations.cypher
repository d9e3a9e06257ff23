// Relations that another load brought too: the next such load now counts as the first, and this one as bringing again.
// in:  $ids; RELATION: a type of graph/vocabulary.py
UNWIND $ids AS id
MATCH (g:Again {id: id})
USING INDEX SEEK g:Again(id)
WITH id, g ORDER BY g.seq
WITH id, collect(g)[0] AS g
MATCH ()-[r:RELATION {id: id}]->()
USING INDEX SEEK r:RELATION(id)
WITH r, g, r {.seq, .load, .row} AS old, g {.seq, .load, .row} AS next
  SET r += next, g += old
