"""Raymarched worlds, drawn by looks: the plate maker that needs no model and no download."""
