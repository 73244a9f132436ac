"""What people write in their own words: asked, written, read by screeners, and released as themes."""
