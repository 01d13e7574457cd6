"""Songs that never existed, and the listener trained on them. Not part of the installed program."""
