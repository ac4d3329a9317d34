"""What a reader can do: the table of commands, when each is possible, and their keys."""
