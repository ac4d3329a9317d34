"""The terminal itself: bytes, signals, capabilities, clipboard. Knows nothing of papers."""
