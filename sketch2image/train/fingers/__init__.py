"""How the finger network is trained."""
