"""Documents read page by page: their first page for cards, all of them where a lesson shows them."""
