"""What changes between two plans, as a firewall change request: CSV, Markdown, JSON, text and PDF."""
