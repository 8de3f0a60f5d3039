"""What the parts share: the packaged service as a process, clients, and the list of what was checked."""
