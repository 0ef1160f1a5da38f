"""People, their rights and their sign-ins."""
