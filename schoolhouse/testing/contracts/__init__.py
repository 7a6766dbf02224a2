"""What every extension must keep to, as test classes: make a class whose name begins with ``Test`` from one of them."""
