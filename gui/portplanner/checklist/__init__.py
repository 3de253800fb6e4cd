"""What follows from the choices: resolve(catalogue, plan) gives a Checklist."""
