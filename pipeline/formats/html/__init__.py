"""HTML: a fragment, or a saved page of one story."""
