// Say whether Graph Data Science is there.
// out: name: str, no row if it is not
SHOW FUNCTIONS YIELD name WHERE name = 'gds.version' RETURN name
