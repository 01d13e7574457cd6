"""Lyrics: read from LRC, SRT, WebVTT or plain text, laid on a song's sung passages, and written again."""
