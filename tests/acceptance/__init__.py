"""What a merchant may rely on, seen from outside: figures, demo data, files in and out, what stays private."""
