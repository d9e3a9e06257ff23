// What the store holds at this moment, as a part of a look-up.
// out: file: null; cells: last, hidden, undone
OPTIONAL MATCH (m:Meta {id: 'store'})
RETURN null AS file, {last: coalesce(m.seq, 0), hidden: coalesce(m.hidden, 0), undone: coalesce(m.undone, 0)} AS cells
