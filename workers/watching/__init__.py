"""What is dropped into the inbox: heard, listed, settled, claimed."""
