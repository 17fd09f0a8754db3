"""How strong pain is, how it interferes, and what kind of pain it is."""
