"""A desk's own styles: in force, learned from its stories, proposed, and counted."""
