"""Training of classifiers of style on a folder of classes."""
