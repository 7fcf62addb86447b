"""The nine rules of a valid plan, as the checker works them out."""
