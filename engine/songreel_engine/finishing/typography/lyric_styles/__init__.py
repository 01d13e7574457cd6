"""How each lyric style is drawn and moves. A style is one module: a line in, a staging out."""
