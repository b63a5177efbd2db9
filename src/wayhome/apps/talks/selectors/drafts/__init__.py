"""Drafts of reports, for those who may decide what of them goes on record."""
