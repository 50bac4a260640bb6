"""Computes the golden values of regularizers.test.ts anew, from the formulas, with 50 digits and nothing but Python.

Writes golden-values.tsv: python3 golden_values.py > golden-values.tsv
"""

from decimal import Decimal as D, getcontext

getcontext().prec = 50


def numbers(text):
    return [D(part) for part in text.split()]


ROWS = [numbers("-0.1 -2.5 -3"), numbers("-1.2 -0.9 -1.6")]
OTHERS = [numbers("-0.4 -1.5 -2.2"), numbers("-1 -1.1 -1.3")]
FLAT, FLAT_OTHERS = sum(ROWS, []), sum(OTHERS, [])
STACK = [[[D("-0.1") - D("0.3") * (6 * b + 3 * s + v) for v in range(3)] for s in range(2)] for b in range(2)]


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def squares(values):
    return sum(value * value for value in values)


def clip(value, limit):
    return max(-limit, min(limit, value))


def entropy(row):
    return -sum(value.exp() * value for value in row)


def tempered(row, temperature):
    scaled = [value / temperature for value in row]
    total = sum(value.exp() for value in scaled).ln()
    return [value - total for value in scaled]


def kl(row, other):
    return sum(p.exp() * (p - q) for p, q in zip(row, other))


def symmetric(row, other):
    return (kl(row, other) + kl(other, row)) / 2


def over_rows(measure):
    return [measure(row, other) for row, other in zip(ROWS, OTHERS)]


def dot(left, right):
    return sum(a * b for a, b in zip(left, right))


def products(rows, normalize):
    if normalize:
        rows = [[value / squares(row).sqrt() for value in row] for row in rows]
    return [[dot(row, other) for other in rows] for row in rows]


def soft(rows, normalize=True):
    gram = products(rows, normalize)
    return sum(v * v for i, row in enumerate(gram) for j, v in enumerate(row) if i != j)


def hard(rows):
    gram = products(rows, False)
    return sum((v - (1 if i == j else 0)) ** 2 for i, row in enumerate(gram) for j, v in enumerate(row))


def spectral(rows):
    trace = sum(squares(row) for row in rows)
    return soft(rows, False) + (trace - len(rows)) ** 2


def columns(rows):
    return [list(column) for column in zip(*rows)]


def slope_length(values):
    return squares([3 * value * value for value in values]).sqrt()


def cosine(left, right):
    return dot(left, right) / (squares(left).sqrt() * squares(right).sqrt())


center = mean(FLAT)
quarter = D("0.25")
between = [quarter * a + (1 - quarter) * b for a, b in zip(FLAT, FLAT_OTHERS)]
sequence = [[value for batch in STACK for value in batch[step]] for step in range(2)]

VALUES = {
    "L1": sum(abs(value) for value in FLAT),
    "L1, mean of probabilities": 2 * mean(value.exp() for value in FLAT),
    "L2": squares(FLAT),
    "L2, clipped around the mean": D("0.5") * mean(clip(value - center, 1) ** 2 for value in FLAT),
    "L2 of a field around a number": squares(value + 1 for value in FLAT_OTHERS),
    "elastic net": mean(quarter * abs(value) + (1 - quarter) * value * value for value in FLAT),
    "entropy": mean(entropy(row) for row in ROWS),
    "entropy, maximized, of even odds": -sum(entropy(row) for row in ROWS) / D(3).ln(),
    "entropy at temperature 2": mean(entropy(tempered(row, 2)) for row in ROWS),
    "KL": mean(over_rows(kl)),
    "KL, reverse, of a field": sum(kl(other, row) for row, other in zip(ROWS, OTHERS)),
    "KL, symmetric, of a function": mean(over_rows(symmetric)),
    "consistency": mean((a - b) ** 2 for a, b in zip(FLAT, FLAT_OTHERS)),
    "consistency, l1": sum(abs(a - b) for a, b in zip(FLAT, FLAT_OTHERS)),
    "consistency, cosine": 1 - cosine(FLAT, FLAT_OTHERS),
    "consistency, kl": mean(over_rows(symmetric)),
    "orthogonality": soft(ROWS),
    "orthogonality, hard, as it is": hard(ROWS),
    "orthogonality, spectral, as it is": spectral(ROWS),
    "orthogonality of the vocabulary": soft(columns(ROWS)),
    "orthogonality of a sequence": soft(sequence),
    "orthogonality of a stack's vocabulary": soft(columns(sum(STACK, []))),
    "gradient penalty": (slope_length(FLAT) - 1) ** 2,
    "gradient penalty between two": (slope_length(between) - 2) ** 2,
}

for name, value in VALUES.items():
    print(f"{name}\t{+value:.30}")
