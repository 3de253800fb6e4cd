"""What is true about Exchange: the facts, their sources, and what the sources leave open."""
