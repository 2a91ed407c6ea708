"""A phone in memory that the real adb server connects to over loopback TCP."""
