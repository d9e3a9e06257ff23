// Give things the name that the latest statement about them says, for people who look at the graph.
// in:  $ids; THING: a label of graph/vocabulary.py
UNWIND $ids AS id
MATCH (t:THING {id: id})
OPTIONAL MATCH (t)<-[:DESCRIBES]-(s:Statement)
WHERE s.name IS NOT NULL
WITH t, s ORDER BY s.seq DESC, s.row DESC
WITH t, collect(s)[0] AS latest
  SET t.name = latest.name, t.kind = latest.kind
