"""What `make` uses: the environment, the example, the pictures, the schemas."""
