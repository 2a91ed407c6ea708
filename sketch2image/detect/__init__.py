"""Photo in, boxes around what was asked for out."""
