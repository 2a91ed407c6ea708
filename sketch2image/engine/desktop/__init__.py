"""What a window needs, without any toolkit: tasks, their worker, live asking, kept drawings."""
