"""What the text provider tells us: texts that came in, and what became of ours. Signed by it, or refused."""
