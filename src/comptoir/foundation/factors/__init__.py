"""What proves a person beside a password: one-time codes, passkeys, recovery codes; and what organisations demand."""
