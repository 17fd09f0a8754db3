"""How a pathway advances: pure decisions. No clock, no network, no database, no environment."""
