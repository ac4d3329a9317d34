"""What is shown and what is remembered of it, as plain values."""
