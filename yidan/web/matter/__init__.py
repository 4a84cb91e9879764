"""一单's pages in values: what the list asks, what a page says, which acts it offers, the forms of the acts."""
