"""The design system: components, styleguide, and the reader's language, scheme and type size."""
