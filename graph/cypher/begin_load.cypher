// Open a load: take the next place in the order, under a lock that lasts until the end of the transaction.
// in:  $id, $at, $title
// out: seq: int
MERGE (m:Meta {id: 'store'})
  SET m.seq = coalesce(m.seq, 0) + 1
CREATE (l:Load {id: $id, seq: m.seq, at: $at, title: $title, added: 0, known: 0})
RETURN l.seq AS seq
