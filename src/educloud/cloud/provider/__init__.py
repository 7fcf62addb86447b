"""The native provider: what the engine asks, turned into the calls a ``Kind`` declares."""
