"""What the notebooks show and ask, on Colab and elsewhere; they work through the engine."""
