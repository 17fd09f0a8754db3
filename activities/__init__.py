"""What touches the world: record a moment, send a text, book a visit; each keyed, so safe to repeat."""
