"""Local features: which points of two pictures are the same, and how one lies in the other."""
