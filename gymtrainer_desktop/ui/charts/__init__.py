"""Charts: the only import of pyqtgraph; everything here takes plain arrays."""
