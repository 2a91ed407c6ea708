"""Fashion: garments found by a sketch and words, as in fashion-sbir."""
