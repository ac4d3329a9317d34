"""An index on disk: its generations, the pointer to the live one, the writer's lock, checksums."""
