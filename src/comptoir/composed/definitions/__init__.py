"""An organisation's own metrics and groupings, their versions, and targets for metrics."""
