"""What people fill in, checked for shape; whether it may be done is for the services."""
