"""Long work of the talks, done by the worker: each task calls one service."""
