"""The model manager: which models there are, which answer, fetching and choosing them."""
