"""Remove what is old from a desk."""
