"""The check of a journey for the browser: strengths, remarks, fixes; and what forms ask while people write."""
