"""Changing a survey as the plain data of its file: each change is a function from data to new data.

The data has the shape of surveys/survey.schema.json and may have every fault that a form can mend, such as an empty
domain or a missing target. What is handed in is never changed. Whoever names a domain, statement, question or choice
that is not there gets a KeyError; what cannot be done is an EditRefused.
"""
