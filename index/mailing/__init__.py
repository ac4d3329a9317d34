"""Mail: the message of a digest, and how it leaves, by SMTP or by a program."""
