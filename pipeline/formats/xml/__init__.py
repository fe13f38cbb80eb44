"""XML: the safe tree that all XML formats stand on, and the smaller formats in it."""
