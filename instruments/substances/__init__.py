"""Alcohol, drugs, opioids and withdrawal."""
