"""What the product knows: rules and numbers, pure; no file, no clock, no framework."""
