"""What an official document says."""
