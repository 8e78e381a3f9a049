"""One look at the directory, whole or at some names in it, with all that follows from it."""
