"""What people say to each other about elements, and how they hear of it."""
