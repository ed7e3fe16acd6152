"""Turn what people missed into proposals for the knowledge base, and apply those that a human accepts."""
