"""Bytes of any origin to repaired text."""
