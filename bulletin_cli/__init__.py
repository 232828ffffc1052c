"""bulletin: composes a county government's bulletin (政务快报) from the items of its departments.

The path of the data is the plan of the folders:

    files → model → checks → arrange → layout → compose → publish
"""

__version__ = "0.1.0"
