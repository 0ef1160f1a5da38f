"""Main window, navigation, sign-in, first start and role switch."""
