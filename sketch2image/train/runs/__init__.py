"""What every training run needs, whatever it trains: settings, steps, checkpoints, curves."""
