"""``make bench``: what each kind of page costs, beside a bare view measured in the same run."""
