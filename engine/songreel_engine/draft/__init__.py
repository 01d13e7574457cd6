"""The draft: the only editable thing and the only stored truth about a video."""
