"""Pictures: what a report shows in, SVG, PNG or PDF bytes out."""
