// Mark a database as ours, of this format, once its constraints are there.
// in:  $format
MERGE (m:Meta {id: 'store'})
  SET m.format = $format
