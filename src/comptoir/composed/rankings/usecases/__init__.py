"""What a person wants of rankings, one file a verb."""
