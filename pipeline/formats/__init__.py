"""Wire formats: bytes -> Document(s). detect.read finds the reader; registry.READERS lists them."""
