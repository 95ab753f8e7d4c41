"""What a browser was shown and what it may send back: manifest, post, submission, record, the names on the wire."""
