"""Pictures of the browser on the demonstration papers; ``python -m tests.pictures`` makes them."""
