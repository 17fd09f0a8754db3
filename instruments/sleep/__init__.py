"""Sleep, sleepiness, and breathing in sleep."""
