"""Intake's other half: the pump that turns deliveries into commerce."""
