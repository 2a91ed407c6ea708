"""Fine-tuning BLIP to say what a sketch shows."""
