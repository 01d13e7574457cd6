"""Edits done: one pure function for each, draft → draft."""
