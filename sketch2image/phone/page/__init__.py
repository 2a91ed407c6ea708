"""A page on the local network: the phone's browser sends pictures in and takes the result."""
