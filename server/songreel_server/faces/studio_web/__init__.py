"""The studio in a browser: its page, and the calls under /v1/ that it and any other client look at a project with."""
