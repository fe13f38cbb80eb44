"""Work on hosts that do not have the desk's disk: how originals travel there, and what became of them comes home."""
