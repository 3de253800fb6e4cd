"""What the user sees and touches: everything that imports Qt."""
