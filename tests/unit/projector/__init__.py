"""The pure parts of the projector."""
