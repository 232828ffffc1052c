"""The fields of a layout file, described once (see `files/schema` for the keywords).

Nothing is required here: a layout that `extends` another says only what differs. What must be there in the end is
checked on the merged layout (`build.py`).
"""
