"""What the outside speaks to: each face turns a protocol into calls on the use cases and back."""
