"""What a viewer may know of talks. The viewer is part of every query."""
