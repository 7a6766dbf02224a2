"""The catalogue: the course system as a tree, what is known of every lesson, and what of it somebody asks for.

What is written is kept in each process under the version of everything published; who may see it is asked of the
database at each request.
"""
