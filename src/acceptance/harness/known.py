"""Values that the service was given or gave, and that must lie nowhere in the clear."""

import os


class KnownSecrets:
    def __init__(self):
        self.values = []
        self.contexts = []

    def add(self, what, value):
        self.values.append((what, bytes(value)))

    def add_context(self, value):
        """A value of an encryption context: belongs into the audit journal, and not into a log."""
        self.contexts.append(value.encode())

    def plaintext(self):
        """A new plaintext: half text, as people encrypt it, half random bytes."""
        value = b"claviger-acceptance-" + os.urandom(12).hex().encode() + os.urandom(32)
        self.add("a plaintext", value)
        return value
