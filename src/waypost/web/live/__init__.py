"""What happens, told at once to everybody who looks."""
