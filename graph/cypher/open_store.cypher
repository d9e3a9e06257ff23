// Mark a database as ours, of this format, once its constraints and indexes are there.
// in:  $format, $schema: a number that stands for them
MERGE (m:Meta {id: 'store'})
  SET m.format = $format, m.schema = $schema
