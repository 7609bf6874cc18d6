"""One file a subject, one coroutine function a benchmark: from a stage to a round."""
