"""Training data: published layouts, class splits, pairs, sentences, and what is wrong with them."""
