"""A folder of pictures as a catalog of vectors: add, search, verify."""
