"""Training of the two towers that find photos by sketches."""
