"""GeM descriptors: a convolutional backbone, generalized-mean pooling, unit rows."""
