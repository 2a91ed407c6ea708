"""What the managers of galleries and models share: their frame, their parts, their progress."""
