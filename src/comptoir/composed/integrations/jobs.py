"""The jobs of integrations. A job may run twice: applying a record again changes nothing."""

from comptoir.composed.integrations.usecases.run_upload import RUN_IMPORT

JOBS = (RUN_IMPORT,)
