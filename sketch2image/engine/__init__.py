"""One request in, progress events out, one result at the end."""
