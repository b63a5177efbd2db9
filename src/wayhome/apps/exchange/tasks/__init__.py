"""Long work of exchanges, done by the worker: each task calls one service."""
