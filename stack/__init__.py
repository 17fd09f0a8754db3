"""WHAT RUNS IT HERE: the servers that carepath starts itself where a clinic has none of its own."""
