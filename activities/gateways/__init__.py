"""The ways out of the house, a module each: what one try to send came to, and what the provider has seen of it."""
