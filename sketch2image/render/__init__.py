"""From a sketch and a sentence to a picture."""
