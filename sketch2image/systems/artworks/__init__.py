"""Artworks: a collection of works with their artist, title, year and museum, looked up by photo."""
