"""The floor for the PDF: ``bare_pdf.py FILE PAGES ROWS`` writes as many pages and rows, nothing else."""

import sys

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, LongTable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle

file, pages, rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
body = getSampleStyleSheet()["BodyText"]
grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.25, "grey"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
story: list[Flowable] = []
for page in range(pages):
    share = rows // pages + (page < rows % pages)
    if share:
        words = "of this row: what a firewall rule says here"
        cells = [[Paragraph(f"{column} {row} {words}", body) for column in "abcdefg"] for row in range(share)]
        story.append(LongTable(cells, style=grid, colWidths=[70] * 7))
    story.append(PageBreak())
SimpleDocTemplate(file, pagesize=A4).build(story)
