"""What every HTTP answer has in common: the edge, problem documents, authentication, the panel's files, health.

Knows no module of the product: the web role hands it the routers and the way to find an actor.
"""
