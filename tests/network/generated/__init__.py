"""Valid configurations of every platform, drawn at random: ``configurations`` of each module."""
