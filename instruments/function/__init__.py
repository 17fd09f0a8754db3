"""What a person can do, and how far their own goals were reached."""
