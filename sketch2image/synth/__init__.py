"""Rendered hands and objects: for the demo, the tests, training and the lite renderer."""
