"""What `comptoir doctor` looks at. Each check finds out one thing and says what to do about it; none mends anything."""
