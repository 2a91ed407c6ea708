"""Windows. Nothing outside this package imports Qt."""
