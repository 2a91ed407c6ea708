"""Encoders of a sketch and words together: towers of OpenCLIP, and what fuses them."""
