"""Training loops; imported only by the commands that train."""
