"""
The gallery: every element in a few variants, each with its code beside it.

An element has one file, ``<chapter>/<command>.py``: its docstring says what the element is for; each function is a
variant, whose docstring is its caption and whose body is the code that the page shows and runs.
"""
