"""Four leptons with a given invariant mass: two pairs, isotropic decays, a plausible boost and the
detector's acceptance. Energies and masses in GeV until the very end. A toy, not a simulation."""

import numpy as np

MASS = {11: 0.000510999, 13: 0.1056584}  # GeV, PDG
Z_MASS, Z_WIDTH = 91.1876, 2.4952
ETA_MAX = {11: 2.47, 13: 2.7}
PT_MIN, LEADING_PT_MIN = 7.0, 25.0  # GeV; the leading lepton fires the trigger
PAIR_MIN = 5.0  # GeV


def draw(rng, masses, flavours, mean_pt, resonant):
    """Leptons of len(masses) events: pt, eta, phi, e of shape (n, 4); pairs (0, 1) and (2, 3).

    flavours: (n, 4) of 11 and 13. resonant: share of the pairs that come from a Z. Kinematics
    are drawn again, at the same mass, until the event is inside the acceptance.
    """
    out = np.empty((4, len(masses), 4))
    todo = np.arange(len(masses))
    while len(todo):
        leptons = _one_try(rng, masses[todo], flavours[todo], mean_pt, resonant)
        pt, eta = leptons[0], leptons[1]
        limit = np.where(flavours[todo] == 11, ETA_MAX[11], ETA_MAX[13])
        good = (pt > PT_MIN).all(1) & (np.abs(eta) < limit).all(1) & (pt.max(1) > LEADING_PT_MIN)
        out[:, todo[good]] = leptons[:, good]
        todo = todo[~good]
    return out


def _one_try(rng, mass, flavours, mean_pt, resonant):
    n = len(mass)
    lepton_mass = np.where(flavours == 11, MASS[11], MASS[13])
    m12, m34 = _pair_masses(rng, mass, resonant)

    # The four-lepton system in the laboratory, the pairs in its frame, the leptons in theirs.
    pt = rng.gamma(1.5, mean_pt / 1.5, n)
    rapidity = rng.normal(0.0, 0.95, n)
    phi = rng.uniform(-np.pi, np.pi, n)
    transverse = np.sqrt(mass**2 + pt**2)
    system = np.stack(
        [transverse * np.cosh(rapidity), pt * np.cos(phi), pt * np.sin(phi), transverse * np.sinh(rapidity)], 1
    )
    pairs = _two_body(rng, mass, m12, m34)
    four = []
    for pair, pair_mass, first in zip(pairs, (m12, m34), (0, 2)):
        pair = _boost(pair, system, mass)
        decay = _two_body(rng, pair_mass, lepton_mass[:, first], lepton_mass[:, first + 1])
        four += [_boost(lepton, pair, pair_mass) for lepton in decay]
    e, px, py, pz = np.stack(four, 2).transpose(1, 0, 2)
    pt = np.hypot(px, py)
    return np.stack([pt, np.arcsinh(pz / pt), np.arctan2(py, px), e])


def _pair_masses(rng, mass, resonant):
    """m12 >= m34, each a Z or a falling continuum, weighted by the phase space of the two pairs."""
    m12, m34 = np.empty(len(mass)), np.empty(len(mass))
    todo = np.arange(len(mass))
    while len(todo):
        n = len(todo)
        total = mass[todo]
        candidates = np.where(
            rng.random((2, n)) < resonant,
            Z_MASS + 0.5 * Z_WIDTH * np.tan(np.pi * (rng.random((2, n)) - 0.5)),
            PAIR_MIN * (total / PAIR_MIN) ** rng.random((2, n)),
        )
        high, low = candidates.max(0), candidates.min(0)
        inside = (low > PAIR_MIN) & (high + low < total)
        space = np.sqrt(np.where(inside, _lambda(total, high, low), 0.0)) / total**2
        good = rng.random(n) < space
        m12[todo[good]], m34[todo[good]] = high[good], low[good]
        todo = todo[~good]
    return m12, m34


def _lambda(m, a, b):
    return (m**2 - (a + b) ** 2) * (m**2 - (a - b) ** 2)


def _two_body(rng, mass, a, b):
    """The two daughters (e, px, py, pz) of an isotropic decay at rest."""
    p = np.sqrt(_lambda(mass, a, b)) / (2 * mass)
    cos = rng.uniform(-1, 1, len(mass))
    phi = rng.uniform(-np.pi, np.pi, len(mass))
    sin = np.sqrt(1 - cos**2)
    direction = np.stack([sin * np.cos(phi), sin * np.sin(phi), cos], 1) * p[:, None]
    first = np.concatenate([np.sqrt(p**2 + a**2)[:, None], direction], 1)
    second = np.concatenate([np.sqrt(p**2 + b**2)[:, None], -direction], 1)
    return first, second


def _boost(vector, frame, mass):
    """`vector`, given in the rest frame of `frame`, seen from where `frame` is given."""
    gamma = frame[:, :1] / mass[:, None]
    beta = frame[:, 1:] / frame[:, :1]
    along = (vector[:, 1:] * beta).sum(1, keepdims=True)
    momentum = vector[:, 1:] + beta * gamma * (gamma / (gamma + 1) * along + vector[:, :1])
    return np.concatenate([gamma * (vector[:, :1] + along), momentum], 1)
