"""Points for answering each other in the evening forum."""
