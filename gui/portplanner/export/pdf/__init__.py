"""The checklist as a PDF: laid out here, written by reportlab."""
