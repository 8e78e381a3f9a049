"""Watches a directory of articles and tells people, by feed and by alert, what concerns them."""

__version__ = "0.1.0"
