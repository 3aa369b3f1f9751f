"""Speech: utterances -> clips, by a speech engine and through a cache; every clip is checked."""
