"""Types, errors, progress, settings and paths that every other part stands on."""
