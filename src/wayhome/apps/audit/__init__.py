"""The provable history; accounts and access."""
