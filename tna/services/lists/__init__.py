"""Bringing in lists of people and headcounts: uploaded, columns named, checked, brought in whole, taken back.

`uploads` keeps a list on its way, `people` and `headcounts` each say what a list would do and do it, `bringing_in`
does so for either kind in one transaction, `taking_back` undoes it. `refusals` holds what is said when it cannot be.
"""
