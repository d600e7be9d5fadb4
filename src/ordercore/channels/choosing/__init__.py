"""The choice of a channel for a basket: offers in, what is served and why out."""
