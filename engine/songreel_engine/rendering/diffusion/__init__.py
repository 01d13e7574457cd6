"""Pictures by open models on the user's own card: the capability table, loading, key images.

The only package that imports torch, and never as it is imported itself: what needs no model (the table, what is installed,
prompts, sizes) works in the base install. Weights come from the user's model cache or folders and are read offline.
"""
