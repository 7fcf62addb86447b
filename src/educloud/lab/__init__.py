"""Stand-ins for the outside world: the device farm, the embedded cloud, databases."""
