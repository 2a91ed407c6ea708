"""Contrastive training of descriptors that tell instances apart."""
