// Hide a load, whole, from this transaction on, to take it back.
// in:  $seq, $shown: 1 if it was seen until now, else 0
// out: seq
MATCH (l:Load {seq: $seq})
MATCH (m:Meta {id: 'store'})
  SET l.state = 'leaving', m.hidden = l.seq
  SET m.version = coalesce(m.version, 0) + $shown, m.undone = coalesce(m.undone, 0) + $shown
RETURN l.seq AS seq
