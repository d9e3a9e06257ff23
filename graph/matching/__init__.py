"""Who is who: people and organisations from different files that are the same, or that a person should look at."""
