"""The air canvas: the camera, the paper over it, the drawing, and the hand that draws."""
