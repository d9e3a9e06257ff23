// Note a change, under a lock that lasts until the end of the transaction.
MERGE (m:Meta {id: 'store'})
  SET m.version = coalesce(m.version, 0) + 1
