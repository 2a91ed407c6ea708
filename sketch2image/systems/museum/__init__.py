"""The museum: instances recognized by descriptors, as in The Met dataset."""
