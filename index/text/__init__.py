"""Text on its way in and out: cleaning, folding, LaTeX, names of files, JSON for terminals."""
