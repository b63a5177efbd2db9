"""The example register, entered as people would enter it: through the services, in their order.

Every person, party and office is invented. See `examples/register/README.md`.
"""
