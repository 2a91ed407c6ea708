"""Draw in the air with a finger and find the pictures you mean."""

__version__ = "0.1.0"
