"""Pages for people with a browser: register, log in, keys, credits, what is kept here. Plain HTML without a script."""
