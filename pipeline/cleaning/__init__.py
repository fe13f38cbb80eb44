"""Rules as data, and the engine that gives every character of a story one label."""
