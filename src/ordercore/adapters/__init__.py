"""Adapters: one folder per technology, one file per port, named as the port is."""
