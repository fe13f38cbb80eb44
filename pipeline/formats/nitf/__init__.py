"""NITF 3.x."""
