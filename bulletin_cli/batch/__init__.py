"""Composing unattended: workspaces → what is to be done in each → compositors at work → what stands in out/ now."""
