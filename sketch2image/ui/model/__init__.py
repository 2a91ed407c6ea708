"""What the window shows and does, as observable state; no widgets."""
