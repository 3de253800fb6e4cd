"""The checklist as a PDF: laid out here, written by reportlab.

Tables are laid out by this package and not by reportlab's platypus: a row here is never split, a
tick box belongs to its row, Chinese and Latin wrap in one line, and a thousand rows take a fraction
of the time. Nothing is written in reportlab's markup, so no name can be taken for it.
"""
