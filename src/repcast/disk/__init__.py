"""What is asked of the file system: files written whole, strangers' files opened, bytes kept between runs."""
