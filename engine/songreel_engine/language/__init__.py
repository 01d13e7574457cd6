"""What people say, in English and Chinese, as edits."""
