"""Depression, anxiety, and thoughts of death."""
