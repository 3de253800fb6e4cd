"""What the user chose: the plan, its file, its checks."""
