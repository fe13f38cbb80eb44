"""What a desk has done, for those who read it: followed from a cursor, or exported."""
