"""What the web application bears: many people, many journeys, one machine."""
