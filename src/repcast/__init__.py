"""repcast: a workout written as a short YAML file becomes one MP3 that coaches you by ear."""
