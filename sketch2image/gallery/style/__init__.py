"""Classifiers of style: a body that describes pictures, and a linear layer over its features."""
