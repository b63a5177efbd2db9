"""Keeping the register safe: backups, restoring them, exports, and whether all is well."""
