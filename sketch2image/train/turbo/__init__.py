"""`train turbo`: a renderer, as pix2pix-turbo was trained, and its stochastic variant."""
