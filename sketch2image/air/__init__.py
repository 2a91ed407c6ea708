"""From camera frames to a sketch: hand, fingers, gestures, strokes."""
