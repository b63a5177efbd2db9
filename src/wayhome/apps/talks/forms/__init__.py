"""Forms of the talks: what is recorded, who may see it, and undoing."""
