"""Whole systems made of the parts: artworks, museum."""
