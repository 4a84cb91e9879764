"""项目页: what the pages of one project are made of: page (read), facts (show), forms (ask), acts (do)."""
