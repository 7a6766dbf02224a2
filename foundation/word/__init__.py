"""Word documents from people: reading what may be hostile or merely odd, and saying what was not understood.

``reader.read_docx`` gives headings, paragraphs, lists, tables and pictures in their order, with the losses by name.
"""
