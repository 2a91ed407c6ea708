"""The settings dialog, drawn from the schema of `core.settings`."""
