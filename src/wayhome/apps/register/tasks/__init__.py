"""Long work of the register, done by the worker: each task calls one service."""
