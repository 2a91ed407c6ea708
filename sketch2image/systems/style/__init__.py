"""Painting style: how well classes are told apart, and pictures of like style."""
