"""What a connector is made of: canonical records, file reading, auth, paging, errors."""
