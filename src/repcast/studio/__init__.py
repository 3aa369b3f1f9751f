"""The studio: today's workout in a browser, and on the phone."""
