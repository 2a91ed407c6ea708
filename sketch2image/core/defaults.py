"""Values used unless a person says otherwise; light enough for the command line to import."""

from __future__ import annotations

MATCHES = 5
"""Matches shown."""

STRENGTH = 0.8
"""How closely a rendered picture follows the strokes, 0 (freely) .. 1 (to the line)."""

SUBJECT = "strawberry"
"""What the simulated hand draws."""
