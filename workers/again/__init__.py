"""Archived originals through today's rules, and what that changes."""
