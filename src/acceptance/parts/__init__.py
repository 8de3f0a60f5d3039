"""The parts of the acceptance run. Each has a function run(context)."""
