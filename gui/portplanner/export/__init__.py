"""How a checklist leaves the program: one module per file format."""
