"""The case conference on the console: agenda, packets, inputs, the meeting itself, and what comes of it."""
