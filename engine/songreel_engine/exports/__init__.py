"""What leaves songreel: films in the shapes that platforms want, and timelines that other programs open.

    profiles   every place as data: what its file is, and the limits it publishes
    export     one profile's file, made, measured and put in its place; `pack` all of them in one go
    placing    where a file goes, and that it appears there whole
    source     the film that exports start from
    limits     a finished file measured, and held against them
    windows    where a crop keeps the performer
    reframing  the film in another shape, drawn again only where a crop would lose the performer
    encoding   a film or a part of it as a video file: copied where it may be, encoded where it must
    looping    a loop of whole bars without a seam
    pictures   the cover, GIF, WebP and folders of frames
    marks      what is written into the files: title, chapters, and that the pictures are generated
    handoff/   timelines, captions and markers for editors

Conventions: times are frames of the draft's grid. A file, or a folder of them, appears whole or not at all, and only after it was
measured. What it does not do: it changes no draft, and it never touches the loudness of a song.
"""
