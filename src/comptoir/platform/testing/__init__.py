"""What tests of every module stand on: real engines in one throw-away home, and a fresh database in each for a test."""
