"""What a file from outside is, found by opening it. Runs in a child process of its own (`sniff`): decoders are where
hostile files bite, so a file that crashes, hangs or swells one harms nobody.

A child lives for one file, so each module here imports only what its kind of file needs.
"""
