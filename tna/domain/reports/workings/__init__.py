"""How each figure was worked out, with its own numbers filled in: one module for each kind of figure."""
