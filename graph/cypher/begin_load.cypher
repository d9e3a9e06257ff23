// Begin a load: take the next place in the order, and hide what is written under it until the end.
// in:  $id, $at, $title
// out: seq: int
MERGE (m:Meta {id: 'store'})
  SET m.seq = coalesce(m.seq, 0) + 1
WITH m, m.seq AS seq
  SET m.hidden = seq
CREATE (:Load {id: $id, seq: seq, at: $at, title: $title, added: 0, known: 0, state: 'loading'})
RETURN seq
