"""What patients mean when they write back: a text, and what was asked before it, become one reading."""
