"""What a finished film looks like, measured in the file: is it on the beat, steady, and free of faults?

`measures` watches the film once and keeps a few numbers a frame. `expected` says what was meant, from the project or from the
film's own sound. `artefacts`, `cuts`, `sync` and `lips` compare the two; `report` holds what they found. Only `fixing` renders:
it has the bad shots made again.
"""
