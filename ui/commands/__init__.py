"""The commands of ``champions``, one module a question; heavy imports stand inside them, for a quick ``--help``."""
