"""Published checkpoints into safetensors, without running what is in them."""
