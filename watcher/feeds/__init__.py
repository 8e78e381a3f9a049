"""What a reader subscribes to."""
