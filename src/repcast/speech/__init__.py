"""Speech: utterances -> clips, by a speech engine, through a cache, every clip checked."""
