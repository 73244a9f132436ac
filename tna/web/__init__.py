"""Pages: a route reads a form, calls one service, commits, and redirects or renders."""
