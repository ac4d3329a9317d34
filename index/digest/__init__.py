"""What is new of saved searches: found, and written as text, Markdown, HTML, JSON lines or Atom."""
