// The number that rises with every change.
// out: version: int
OPTIONAL MATCH (m:Meta {id: 'store'})
RETURN coalesce(m.version, 0) AS version
