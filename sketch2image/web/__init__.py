"""The page in a browser: another face of the same engine."""
