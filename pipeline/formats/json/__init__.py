"""JSON: one parse, and a module a dialect."""
