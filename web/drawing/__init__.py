"""A pathway as a drawing: what is said about each step, where it stands, and the SVG text. It reads and writes nothing."""
