// Show a load, whole, from this transaction on.
// in:  $seq, $added, $known
MATCH (l:Load {seq: $seq})
MATCH (m:Meta {id: 'store'})
  SET l.added = $added, l.known = $known, m.hidden = 0, m.version = coalesce(m.version, 0) + 1
REMOVE l.state, l.pages
