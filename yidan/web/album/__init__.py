"""Selections of pictures over all projects that a person may see: the wall of the week, contact sheets, bundles."""
