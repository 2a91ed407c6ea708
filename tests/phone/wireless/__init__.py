"""A phone that a real adb server pairs with and connects to over the network."""
