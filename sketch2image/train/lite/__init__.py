"""How the bundled captioner and encoder are trained."""
