"""Where the server keeps things: tables in SQLite or PostgreSQL, media in a folder or S3."""
