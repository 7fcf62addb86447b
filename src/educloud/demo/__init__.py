"""The whole job, end to end, on real parts: what `educloud demo` does."""
