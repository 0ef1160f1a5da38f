"""Widgets and delegates that pages share."""
