"""Answers that follow the data: subscriptions to questions, shared executions, sockets that stay bounded."""
