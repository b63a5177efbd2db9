"""What an account may see of accounts, history and reads: the viewer is part of every query."""
