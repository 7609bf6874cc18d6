"""What ships beside our own code: its inventory, licences, bill of materials and known advisories."""
