"""Exchange: lists of who goes home, checked, agreed, planned, and carried out line by line."""
