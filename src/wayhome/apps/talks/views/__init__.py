"""Pages of the talks."""
