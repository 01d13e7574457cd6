"""From an analysis and a brief to a treatment and a draft: what an art director and an editor decide before anything
is drawn.
"""
