"""What an office's proofreader would say of an item or an issue.

Checks know the model and the places of its texts, never a page or a document.
"""
