"""Pages: GET is one query and a render; POST is a form, one command, a fragment."""
