"""The jobs of upkeep: comparisons, asked for by people and by the clock."""

from comptoir.composed.upkeep.usecases.compare_places import COMPARE, COMPARE_NIGHTLY

JOBS = (COMPARE, COMPARE_NIGHTLY)
