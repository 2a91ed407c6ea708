"""From descriptors to classes: ground truth, whitening, neighbors, confidences, metrics."""
