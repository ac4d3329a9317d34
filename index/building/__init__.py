"""Building an index: records are merged, written beside the live index and published whole."""
