"""Bringing files here: from a server, a folder or a wheel, resumed and checked."""
