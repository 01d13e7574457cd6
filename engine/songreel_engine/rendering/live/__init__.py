"""A film's picture before it is rendered, as data for a page that draws it itself: programs, and what each shot sets in them.

Nothing is drawn here and no OpenGL is needed. The worlds' own GLSL and the looks' own light go over as they are; what a
look draws is translated pass by pass. It stands outside `procedural`: a change of the preview is no change of any plate.
"""
