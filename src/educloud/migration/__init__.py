"""Applications: assess, plan waves, execute moves."""
