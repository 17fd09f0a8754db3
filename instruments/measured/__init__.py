"""What is measured on the body: size, walking, strength, balance."""
