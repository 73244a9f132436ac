"""Pictures: what a report shows in, SVG, PNG or PDF bytes out.

Whoever only asks for a picture finds here what it is called by; what draws is loaded by `drawing` alone, with
matplotlib and fontTools, which pages never need.
"""

from tna.charts.style import NARROW, WIDE, Format, Shape

__all__ = ["NARROW", "WIDE", "Format", "Shape"]
