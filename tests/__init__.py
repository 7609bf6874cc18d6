"""Tests: unit, integration, contract, architecture, e2e. Strict: warnings are errors, no network but loopback, no sleeps."""
