"""The service: the only loop over ports, and the desk that people call."""
