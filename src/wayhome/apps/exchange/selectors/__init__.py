"""What of exchanges a viewer may see."""
