"""Reports on paper: what one says, how it is laid out in pages, and how these become a PDF or a print."""
