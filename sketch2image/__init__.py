"""Draw in the air with a finger and find the pictures you mean."""

import os

__version__ = "0.1.0"

# ONNX Runtime 1.31 sends statistics to its maker unless this stands before it is loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
