"""Bytes to Documents: which wire format it is, and one reader for each."""
