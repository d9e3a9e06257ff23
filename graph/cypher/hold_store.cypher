// Hold the store against other writers, until this transaction ends.
MERGE (k:Lock {id: 'store'})
  SET k.held = true
