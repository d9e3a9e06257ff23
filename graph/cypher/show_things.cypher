// Show on a thing what the statement that counts says of it: the surest, then the latest, then the last loaded.
// in:  $ids, $file; THING: a label of graph/vocabulary.py; DATED: the day of a statement, SHOWN: its columns
UNWIND $ids AS id
MATCH (t:THING {id: id})
USING INDEX SEEK t:THING(id)
OPTIONAL MATCH (t)<-[:DESCRIBES]-(s)
WITH t, s
  ORDER BY CASE s.class WHEN 'verified' THEN 0 WHEN 'observed' THEN 1 WHEN 'inferred' THEN 2 ELSE 3 END,
    DATED DESC, s.seq DESC, s.id
WITH t, [told IN collect(s) WHERE told.file = $file][0] AS best
  SET t = CASE WHEN best IS NULL THEN {id: t.id} ELSE best {SHOWN, id: t.id} END
