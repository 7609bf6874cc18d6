"""What every module stands on: settings, database, jobs, inbox, outbox, HTTP, secrets, storage, telemetry."""
