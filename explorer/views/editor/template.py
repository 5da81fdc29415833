"""A new network: ten lines that run as they are, with a word on each, to begin from."""

TEMPLATE = '''"""A network of my own.

Names that no line defines are parameters; their shapes follow."""
sizes(I=2, H=4, K=1)  # with defaults
x[t]: input(I)  # read at each moment t
d[t]: target(K)  # what y is to be

# hidden layer
a[t]: H = W_x @ x[t] + W_h @ h[t-1] + theta
h[t] = tanh(a[t])

# output
y[t]: K = W_y @ h[t] + theta_y
E[t] = half_sse(y[t], d[t])  # the last line is the objective
'''
