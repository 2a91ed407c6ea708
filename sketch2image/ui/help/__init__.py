"""The help: keys, gestures, what to do when something fails, and what stays on this computer."""
