"""版式: the three renderers of a paper's blocks: docx (WPS and Word), PDF (typst), page."""
