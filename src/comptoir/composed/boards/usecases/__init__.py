"""What people do with boards, one file a verb."""
