"""What is done about opportunities and pain points: by whom, until when, and whether it helped."""
