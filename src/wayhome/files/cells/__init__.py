"""What a cell says: dates, sexes, numbers, and nothing."""
