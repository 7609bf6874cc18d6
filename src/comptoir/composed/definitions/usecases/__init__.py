"""What people do with definitions and targets."""
