"""Money, ids, time, errors and the actor: the words every layer shares. Standard library only."""
