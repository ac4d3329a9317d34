"""The screens: browsing, reading, help, the first run."""
