"""Training of an encoder of sketch and words together."""
