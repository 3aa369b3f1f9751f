"""Reading a person's files: text -> values that know their place -> a session, with every problem at once."""
