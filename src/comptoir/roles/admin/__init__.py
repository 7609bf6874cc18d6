"""What whoever runs an installation types: looking after a home, and bringing it to the program's version."""
