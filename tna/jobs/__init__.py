"""What runs in the background; every job is safe to run twice."""
