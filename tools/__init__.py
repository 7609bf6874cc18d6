"""What builds, checks and measures the project. Standard library only where `make setup` needs it; never shipped."""
