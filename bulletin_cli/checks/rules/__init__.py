"""The rules, grouped by what they look at: in each .py how they find it, in the .toml beside it what they are about.

The .toml tells every rule's name, reason, source and examples. The examples are tests as well: whoever adds one needs
no Python.
"""
