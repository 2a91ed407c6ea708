"""Which checkpoints exist, where they come from, and how to get them."""
