"""The full renderer: SD-Turbo in one step, held to the sketch by LoRA and VAE skips."""
