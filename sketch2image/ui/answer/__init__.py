"""The right half of the window: name, picture, matches, past drawings."""
