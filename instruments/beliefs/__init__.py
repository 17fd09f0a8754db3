"""What people believe about their pain, and how they cope with it."""
