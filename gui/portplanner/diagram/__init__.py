"""How a checklist is drawn: DOT, layout, and the Drawing that every painter shares."""
