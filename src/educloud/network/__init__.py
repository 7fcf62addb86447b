"""Switch configurations: intent, render, diff, push, verify."""
