"""songreel's server: chat API, task API, MCP and studio as thin faces on one set of use cases (`studio`)."""
