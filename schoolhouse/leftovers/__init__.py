"""What a plugin leaves behind when it goes: rows, pages and content. Nothing of it is lost, and nothing breaks on it.

``records`` remembers plugins by name, ``guard`` refuses to delete what a left-over table still points at, ``orphans``
and ``middleware`` keep pages of a missing type safe, ``purge`` removes all of it when somebody says so.
"""
