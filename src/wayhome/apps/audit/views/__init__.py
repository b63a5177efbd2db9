"""Pages of accounts, history and reads."""
