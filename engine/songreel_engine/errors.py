"""Everything the engine refuses. Each message is one sentence that says what is wrong and what to do about it."""


class SongreelError(Exception):
    """Root of all refusals; the command line shows its message and exits with 1."""


class SongError(SongreelError):
    """The song cannot be used: wrong format, damaged, too short, too long, too big or without sound."""


class LyricsError(SongreelError):
    """The lyrics cannot be read, or cannot be laid on the song."""


class BriefError(SongreelError):
    """What was asked for cannot be done: an unknown style, aspect, section or scene."""


class DraftError(SongreelError):
    """A draft breaks one of its rules, or was written by a newer songreel."""


class ProjectError(SongreelError):
    """The project folder is missing, damaged, or belongs to another song."""


class RenderError(SongreelError):
    """A plate, a clip or the film could not be made."""


class MachineError(SongreelError):
    """This machine lacks something; `songreel doctor` says which command mends it."""


class EditError(SongreelError):
    """An edit that cannot be followed as it is: its target is absent or ambiguous, or it asks for what cannot be."""


class CheckError(SongreelError):
    """A film cannot be checked: it is no film, is too large, or there is none yet."""


class ExportError(SongreelError):
    """A file for a place outside cannot be made, or would break that place's limits."""
