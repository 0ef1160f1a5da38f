"""Messages between trainers and members: the page, and the thread that a client's tab shows too."""
