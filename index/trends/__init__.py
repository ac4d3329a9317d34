"""Papers over time: periods, the columns that they are drawn in, pictures, and what rises."""
