"""The same story again: what a desk remembers of its stories, and how records are linked."""
