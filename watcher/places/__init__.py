"""Which places a text mentions."""
