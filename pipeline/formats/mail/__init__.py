"""RFC 5322 mail."""
