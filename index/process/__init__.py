"""How a scripted command runs: standard streams, interrupts, exit codes, reports of defects."""
