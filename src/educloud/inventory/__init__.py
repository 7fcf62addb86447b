"""Tables, calendar and address plan: the source of truth every other part reads."""
