"""The page on which garments are found by a sketch and words."""
