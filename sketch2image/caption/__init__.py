"""Sketch in, caption out."""
