// What the store holds at this moment: the number of the last load, the one that is hidden (0: none), how often loads
// were undone, the number that rises with every change, and the number of its constraints.
// out: format, last, hidden, undone, version, schema: int; format is null in a database that is not ours
OPTIONAL MATCH (m:Meta {id: 'store'})
RETURN m.format AS format, coalesce(m.seq, 0) AS last, coalesce(m.hidden, 0) AS hidden, coalesce(m.undone, 0) AS undone,
  coalesce(m.version, 0) AS version, coalesce(m.schema, 0) AS schema
