"""Files become statements here, with a report of every row."""
