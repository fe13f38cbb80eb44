"""What a desk counts, and what Prometheus is told."""
