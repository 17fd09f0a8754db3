"""Commands about the patients of a clinic that runs."""
