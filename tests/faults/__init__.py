"""What holds when a build is killed, starved, raced or interrupted: the old or the new, whole."""
