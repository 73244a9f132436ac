"""Simulations behind docs/methods/simulated-coverage.md: each module one kind of estimate, its tables and claims."""
