"""Training needs: the multi-agency training needs and learning system of one safeguarding partnership.

It runs the survey, scores confidence gaps by agency and role group, and shows the partnership where
training is needed, publishing figures about groups of ten or more people and about nobody alone.
The house is described in docs/house.md; the words it uses in GLOSSARY.md.
"""

__version__ = "0.1.0"
