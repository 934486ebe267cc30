#!/usr/bin/env python3
"""Makes the zoo: library functions of JAX and optax, each as a program that checks itself (`partita eval`).

usage: make.py OUT_DIR [NAME…]      (pip install jax==0.10.2 optax scipy)

Each program holds what the library makes of a function (the text of jax.jit(f).lower()), its inputs, drawn with a seed
that follows from the name, and what JAX computes on a CPU; floats may differ by 1e-4 of the largest element, or by the
tolerance that is given, other types by nothing.
"""
import os
import re
import sys
import zlib

import jax
import jax.numpy as jnp
import jax.scipy as jsp
import jax.scipy.optimize
import numpy as np
import optax
from jax import lax

F, I, B, C = "f32", "i32", "i1", "c64"


class Entry:
    def __init__(self, name, function, inputs, tolerance=1e-4):
        self.name, self.function, self.inputs, self.tolerance = name, function, inputs, tolerance


ENTRIES = []


def add(name, function, *inputs, tolerance=1e-4):
    """INPUTS: (kind, shape), or (kind, shape, low, high), or an array."""
    assert all(e.name != name for e in ENTRIES), name
    ENTRIES.append(Entry(name, function, inputs, tolerance))


def draw(spec, rng):
    if isinstance(spec, np.ndarray):
        return spec
    kind, shape, *bounds = spec
    low, high = bounds if bounds else (-2, 2)
    if kind == B:
        return rng.integers(0, 2, shape).astype(bool)
    if kind == I:
        low, high = bounds if bounds else (-9, 10)
        return rng.integers(low, high, shape).astype(np.int32)
    if kind == C:
        return (rng.uniform(low, high, shape) + 1j * rng.uniform(low, high, shape)).astype(np.complex64)
    return rng.uniform(low, high, shape).astype(np.float32)


M = (F, (4, 5))
V = (F, (7,))
POS = (F, (4, 5), 0.1, 3)
UNIT = (F, (4, 5), -0.9, 0.9)
INTS = (I, (4, 5))
COMPLEX = (C, (4, 5))
SQUARE = (F, (4, 4))


def spd(n=4):
    rng = np.random.default_rng(5)
    a = rng.uniform(-1, 1, (n, n)).astype(np.float32)
    return (a @ a.T + n * np.eye(n)).astype(np.float32)


def jnp_entries():
    for f in ["abs", "ceil", "floor", "exp", "exp2", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan",
              "arcsinh", "negative", "positive", "sign", "square", "rint", "round", "trunc", "cbrt", "sinc",
              "isnan", "isinf", "isfinite", "isposinf", "isneginf", "signbit", "deg2rad", "rad2deg", "nan_to_num",
              "spacing", "modf", "frexp", "i0", "logical_not", "real", "imag", "angle", "conj", "fabs"]:
        add(f"numpy.{f}", getattr(jnp, f), M)
    for f in ["log", "log2", "log10", "log1p", "sqrt", "reciprocal"]:
        add(f"numpy.{f}", getattr(jnp, f), POS)
    for f in ["arcsin", "arccos", "arctanh"]:
        add(f"numpy.{f}", getattr(jnp, f), UNIT)
    add("numpy.arccosh", jnp.arccosh, (F, (4, 5), 1.1, 4))
    for f in ["add", "subtract", "multiply", "maximum", "minimum", "fmax", "fmin", "arctan2", "hypot", "logaddexp",
              "logaddexp2", "copysign", "nextafter", "heaviside", "greater", "greater_equal", "less", "less_equal",
              "equal", "not_equal", "logical_and", "logical_or", "logical_xor", "isclose"]:
        add(f"numpy.{f}", getattr(jnp, f), M, M)
    for f in ["divide", "fmod", "mod", "floor_divide", "remainder", "float_power", "power", "divmod"]:
        add(f"numpy.{f}", getattr(jnp, f), POS, POS)
    add("numpy.ldexp", jnp.ldexp, M, (I, (4, 5), -3, 4))
    for f in ["bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm"]:
        add(f"numpy.{f}", getattr(jnp, f), INTS, INTS)
    for f in ["left_shift", "right_shift"]:
        add(f"numpy.{f}", getattr(jnp, f), INTS, (I, (4, 5), 0, 8))
    add("numpy.bitwise_not", jnp.bitwise_not, INTS)
    add("numpy.bitwise_count", jnp.bitwise_count, INTS)
    for f in ["sum", "prod", "mean", "std", "var", "max", "min", "ptp", "median", "nansum", "nanmean", "nanmax",
              "nanmin", "nanprod", "nanstd", "nanvar", "nanmedian", "average", "count_nonzero", "all", "any", "argmax",
              "argmin", "cumsum", "cumprod", "nancumsum", "nancumprod", "cumulative_sum", "diff", "gradient", "trapezoid"]:
        keep = {} if f in ("cumulative_sum",) else {}
        axis = {"axis": 1}
        add(f"numpy.{f}", lambda x, f=f: getattr(jnp, f)(x, **axis), M)
    add("numpy.quantile", lambda x: jnp.quantile(x, jnp.array([0.1, 0.5, 0.9]), axis=1), M)
    add("numpy.percentile", lambda x: jnp.percentile(x, 30.0), M)
    add("numpy.nanquantile", lambda x: jnp.nanquantile(x, 0.3), M)
    for f in ["sort", "argsort"]:
        add(f"numpy.{f}", lambda x, f=f: getattr(jnp, f)(x, axis=1), (F, (4, 9)))
        add(f"numpy.{f}.integers", lambda x, f=f: getattr(jnp, f)(x, axis=0), (I, (9, 4)))
    add("numpy.sort_complex", jnp.sort_complex, (C, (7,)))
    add("numpy.lexsort", lambda a, b: jnp.lexsort((a, b)), (I, (9,), 0, 3), (I, (9,), 0, 4))
    add("numpy.partition", lambda x: jnp.sort(jnp.partition(x, 3)[:3]), (F, (9,)))
    add("numpy.argpartition", lambda x: jnp.sort(x[jnp.argpartition(x, 3)[:3]]), (F, (9,)))
    add("numpy.searchsorted", lambda a, v: jnp.searchsorted(jnp.sort(a), v), (F, (9,)), V)
    add("numpy.digitize", lambda x: jnp.digitize(x, jnp.array([-1.0, 0.0, 1.0])), M)
    add("numpy.unique", lambda x: jnp.unique(x, size=5, fill_value=0), (I, (9,), 0, 5))
    add("numpy.bincount", lambda x: jnp.bincount(x, length=6), (I, (9,), 0, 6))
    add("numpy.histogram", lambda x: jnp.histogram(x, bins=5)[0], (F, (20,)))
    add("numpy.histogram2d", lambda x, y: jnp.histogram2d(x, y, bins=3)[0], (F, (20,)), (F, (20,)))
    add("numpy.intersect1d", lambda a, b: jnp.intersect1d(a, b, size=4, fill_value=-1), (I, (9,), 0, 9), (I, (9,), 0, 9))
    add("numpy.union1d", lambda a, b: jnp.union1d(a, b, size=9, fill_value=-1), (I, (5,), 0, 9), (I, (5,), 0, 9))
    add("numpy.setdiff1d", lambda a, b: jnp.setdiff1d(a, b, size=5, fill_value=-1), (I, (5,), 0, 9), (I, (5,), 0, 9))
    add("numpy.isin", jnp.isin, (I, (9,), 0, 9), (I, (3,), 0, 9))
    add("numpy.nonzero", lambda x: jnp.nonzero(x, size=6, fill_value=0)[0], (I, (9,), 0, 2))
    add("numpy.argwhere", lambda x: jnp.argwhere(x, size=6, fill_value=0), (I, (3, 3), 0, 2))
    add("numpy.flatnonzero", lambda x: jnp.flatnonzero(x, size=6, fill_value=0), (I, (3, 3), 0, 2))
    add("numpy.where", jnp.where, (B, (4, 5)), M, M)
    add("numpy.select", lambda a, x, y: jnp.select([a > 1, a > 0], [x, y], 3.0), M, M, M)
    add("numpy.choose", lambda i, a, b: jnp.choose(i, [a, b], mode="clip"), (I, (4, 5), 0, 2), M, M)
    add("numpy.piecewise", lambda x: jnp.piecewise(x, [x < 0, x >= 0], [lambda v: -v, lambda v: 2 * v]), M)
    add("numpy.clip", lambda x: jnp.clip(x, -1, 1), M)
    add("numpy.interp", lambda x: jnp.interp(x, jnp.array([-2.0, 0.0, 2.0]), jnp.array([1.0, 3.0, -1.0])), M)
    for f in ["dot", "matmul"]:
        add(f"numpy.{f}", getattr(jnp, f), M, (F, (5, 3)))
    for f in ["inner", "vdot", "outer", "kron", "convolve", "correlate"]:
        add(f"numpy.{f}", getattr(jnp, f), V, V)
    add("numpy.cross", jnp.cross, (F, (4, 3)), (F, (4, 3)))
    add("numpy.tensordot", lambda a, b: jnp.tensordot(a, b, axes=([1], [0])), M, (F, (5, 3)))
    add("numpy.einsum", lambda a, b: jnp.einsum("bij,bjk->ik", a, b), (F, (2, 3, 4)), (F, (2, 4, 3)))
    add("numpy.vander", lambda x: jnp.vander(x, 4), V)
    for f in ["transpose", "ravel", "flip", "fliplr", "flipud", "rot90", "diag", "diagonal", "trace", "tril", "triu",
              "diagflat", "squeeze", "atleast_3d", "zeros_like", "ones_like"]:
        add(f"numpy.{f}", getattr(jnp, f), SQUARE)
    add("numpy.reshape", lambda x: jnp.reshape(x, (2, 10)), M)
    add("numpy.moveaxis", lambda x: jnp.moveaxis(x, 0, 2), (F, (2, 3, 4)))
    add("numpy.swapaxes", lambda x: jnp.swapaxes(x, 0, 2), (F, (2, 3, 4)))
    add("numpy.rollaxis", lambda x: jnp.rollaxis(x, 2), (F, (2, 3, 4)))
    add("numpy.expand_dims", lambda x: jnp.expand_dims(x, 1), M)
    add("numpy.broadcast_to", lambda x: jnp.broadcast_to(x, (3, 7)), V)
    add("numpy.roll", lambda x: jnp.roll(x, 2, axis=1), M)
    add("numpy.tile", lambda x: jnp.tile(x, (2, 1)), M)
    add("numpy.repeat", lambda x: jnp.repeat(x, 3, axis=0), M)
    add("numpy.repeat.counts", lambda x: jnp.repeat(x, jnp.array([1, 0, 2, 3]), axis=0, total_repeat_length=6), M)
    for f in ["concatenate", "stack", "hstack", "vstack", "dstack", "column_stack"]:
        add(f"numpy.{f}", lambda a, b, f=f: getattr(jnp, f)([a, b]), M, M)
    add("numpy.split", lambda x: jnp.split(x, 2, axis=0), M)
    add("numpy.array_split", lambda x: jnp.array_split(x, 3, axis=0), M)
    add("numpy.append", jnp.append, M, M)
    add("numpy.delete", lambda x: jnp.delete(x, 2, axis=1), M)
    add("numpy.insert", lambda x: jnp.insert(x, 2, 9.0, axis=1), M)
    add("numpy.resize", lambda x: jnp.resize(x, (3, 9)), M)
    for mode in ["constant", "edge", "linear_ramp", "maximum", "mean", "reflect", "symmetric", "wrap"]:
        add(f"numpy.pad.{mode}", lambda x, mode=mode: jnp.pad(x, ((1, 2), (2, 1)), mode=mode), M)
    add("numpy.take", lambda x, i: jnp.take(x, i, axis=1), M, (I, (3,), 0, 5))
    add("numpy.take_along_axis", lambda x, i: jnp.take_along_axis(x, i, axis=1), M, (I, (4, 2), 0, 5))
    add("numpy.put_along_axis", lambda x, i: jnp.put_along_axis(x, i, 7.0, axis=1, inplace=False), M, (I, (4, 1), 0, 5))
    add("numpy.compress", lambda x: jnp.compress(jnp.array([1, 0, 1, 1]), x, axis=0, size=3), M)
    add("numpy.extract", lambda c, x: jnp.extract(c, x, size=6, fill_value=0), (B, (4, 5)), M)
    add("numpy.unravel_index", lambda i: jnp.unravel_index(i, (3, 4)), (I, (5,), 0, 12))
    add("numpy.ravel_multi_index", lambda i: jnp.ravel_multi_index((i, i), (3, 4), mode="clip"), (I, (5,), 0, 3))
    add("numpy.arange", lambda x: x + jnp.arange(7.0), V)
    add("numpy.linspace", lambda a: jnp.linspace(a[0], a[1], 6), V)
    add("numpy.logspace", lambda a: jnp.logspace(a[0], a[1], 6), V, tolerance=1e-3)
    add("numpy.geomspace", lambda a: jnp.geomspace(a[0], a[1], 6), (F, (2,), 1, 5))
    add("numpy.meshgrid", lambda a, b: jnp.meshgrid(a, b), V, (F, (3,)))
    add("numpy.eye", lambda x: x + jnp.eye(4), SQUARE)
    add("numpy.hamming", lambda x: x * jnp.hamming(7), V)
    add("numpy.kaiser", lambda x: x * jnp.kaiser(7, 2.0), V)
    add("numpy.polyval", lambda p, x: jnp.polyval(p, x), (F, (4,)), M)
    add("numpy.polyfit", lambda x, y: jnp.polyfit(x, y, 2), V, V, tolerance=1e-2)
    add("numpy.polymul", jnp.polymul, (F, (4,)), (F, (3,)))
    add("numpy.polyder", jnp.polyder, (F, (4,)))
    add("numpy.roots", lambda p: jnp.abs(jnp.sort(jnp.abs(jnp.roots(p, strip_zeros=False)))), (F, (4,), 1, 2), tolerance=1e-3)
    add("numpy.corrcoef", jnp.corrcoef, M)
    add("numpy.cov", jnp.cov, M)
    add("numpy.ediff1d", jnp.ediff1d, V)
    add("numpy.unwrap", jnp.unwrap, (F, (9,), -6, 6))
    add("numpy.apply_along_axis", lambda x: jnp.apply_along_axis(jnp.cumsum, 1, x), M)
    add("numpy.vectorize", lambda x: jnp.vectorize(lambda v: v * v + 1)(x), M)
    add("numpy.packbits", lambda x: jnp.packbits(x), (B, (16,)))
    add("numpy.unpackbits", lambda x: jnp.unpackbits(x.astype(jnp.uint8)), (I, (4,), 0, 200))
    add("numpy.tri", lambda x: x * jnp.tri(4), SQUARE)
    add("numpy.block", lambda a, b: jnp.block([[a, b], [b, a]]), SQUARE, SQUARE)
    add("numpy.isreal", jnp.isreal, COMPLEX)
    add("numpy.abs.complex", jnp.abs, COMPLEX)
    add("numpy.exp.complex", jnp.exp, COMPLEX)
    add("numpy.log.complex", jnp.log, COMPLEX)
    add("numpy.sqrt.complex", jnp.sqrt, COMPLEX)
    add("numpy.tanh.complex", jnp.tanh, COMPLEX)
    add("numpy.multiply.complex", jnp.multiply, COMPLEX, COMPLEX)
    add("numpy.divide.complex", jnp.divide, COMPLEX, COMPLEX)
    add("numpy.matmul.complex", jnp.matmul, COMPLEX, (C, (5, 3)))
    for f in ["fft", "ifft", "fft2", "ifft2", "fftn", "rfft", "rfft2", "rfftn", "hfft", "ihfft", "irfft", "fftshift", "ifftshift"]:
        add(f"numpy.fft.{f}", getattr(jnp.fft, f), (F, (4, 8)) if f in ("rfft", "rfft2", "rfftn", "ihfft") else (C, (4, 8)))
    add("numpy.fft.fft.prime", jnp.fft.fft, (C, (7,)))


def linalg_entries():
    A = spd()
    la = jnp.linalg
    add("numpy.linalg.cholesky", la.cholesky, A)
    add("numpy.linalg.solve", la.solve, A, SQUARE)
    add("numpy.linalg.inv", la.inv, A)
    add("numpy.linalg.det", la.det, A)
    add("numpy.linalg.slogdet", la.slogdet, A)
    add("numpy.linalg.qr", lambda a: jnp.abs(la.qr(a)[1]), SQUARE)
    add("numpy.linalg.svd", lambda a: la.svd(a, compute_uv=False), M)
    add("numpy.linalg.svdvals", la.svdvals, M)
    add("numpy.linalg.eigh", lambda a: la.eigh(a)[0], A)
    add("numpy.linalg.eigvalsh", la.eigvalsh, A)
    add("numpy.linalg.eigvals", lambda a: jnp.sort(jnp.abs(la.eigvals(a))), A, tolerance=1e-3)
    add("numpy.linalg.lstsq", lambda a, b: la.lstsq(a, b)[0], (F, (6, 3)), (F, (6,)), tolerance=1e-3)
    add("numpy.linalg.pinv", la.pinv, M, tolerance=1e-3)
    add("numpy.linalg.matrix_rank", la.matrix_rank, A)
    add("numpy.linalg.matrix_power", lambda a: la.matrix_power(a, 3), SQUARE)
    add("numpy.linalg.norm", la.norm, M)
    add("numpy.linalg.norm.nuclear", lambda a: la.norm(a, "nuc"), M)
    add("numpy.linalg.cond", la.cond, A, tolerance=1e-3)
    add("numpy.linalg.multi_dot", lambda a, b, c: la.multi_dot([a, b, c]), SQUARE, SQUARE, SQUARE)
    add("numpy.linalg.tensorsolve", lambda a, b: la.tensorsolve(a.reshape(2, 2, 4), b.reshape(2, 2)), A, (F, (4,)))
    sl = jsp.linalg
    add("scipy.linalg.cho_factor", lambda a: jnp.triu(sl.cho_factor(a)[0]), A)
    add("scipy.linalg.cho_solve", lambda a, b: sl.cho_solve(sl.cho_factor(a), b), A, (F, (4,)))
    add("scipy.linalg.lu", lambda a: sl.lu(a)[2], A)
    add("scipy.linalg.lu_factor", lambda a: sl.lu_factor(a)[0], A)
    add("scipy.linalg.lu_solve", lambda a, b: sl.lu_solve(sl.lu_factor(a), b), A, (F, (4,)))
    add("scipy.linalg.solve_triangular", lambda a, b: sl.solve_triangular(a, b, lower=True), A, (F, (4,)))
    add("scipy.linalg.expm", sl.expm, (F, (4, 4), -0.5, 0.5))
    add("scipy.linalg.block_diag", sl.block_diag, SQUARE, M)
    add("scipy.linalg.toeplitz", sl.toeplitz, (F, (5,)))
    add("scipy.linalg.hilbert", lambda x: x + sl.hilbert(4), SQUARE)
    add("scipy.linalg.eigh_tridiagonal", lambda d, e: sl.eigh_tridiagonal(d, e, eigvals_only=True), (F, (5,), 1, 3), (F, (4,)), tolerance=1e-3)
    add("scipy.linalg.polar", lambda a: sl.polar(a)[1], A, tolerance=1e-3)
    add("scipy.linalg.sqrtm", lambda a: sl.sqrtm(a).real, A, tolerance=1e-3)
    add("scipy.linalg.schur", lambda a: jnp.diagonal(sl.schur(a)[0]), A, tolerance=1e-3)
    add("scipy.linalg.hessenberg", lambda a: jnp.abs(sl.hessenberg(a)), A, tolerance=1e-3)


def special_entries():
    s = jsp.special
    for f in ["erf", "erfc", "expit", "gammaln", "digamma", "i0", "i0e", "i1", "i1e", "ndtr", "log_ndtr", "sici", "entr",
              "log_softmax", "softmax", "bernoulli", "exp1", "expi", "spence", "gamma", "factorial", "fresnel"]:
        if f == "bernoulli":
            continue
        add(f"scipy.special.{f}", getattr(s, f), POS, tolerance=1e-3 if f in ("expi", "exp1", "sici", "spence", "fresnel") else 1e-4)
    add("scipy.special.erfinv", s.erfinv, UNIT)
    add("scipy.special.ndtri", s.ndtri, (F, (4, 5), 0.05, 0.95))
    add("scipy.special.logit", s.logit, (F, (4, 5), 0.05, 0.95))
    for f in ["betaln", "beta", "gammainc", "gammaincc", "xlogy", "xlog1py", "kl_div", "rel_entr"]:
        add(f"scipy.special.{f}", getattr(s, f), POS, POS, tolerance=1e-3)
    add("scipy.special.betainc", s.betainc, POS, POS, (F, (4, 5), 0.05, 0.95), tolerance=1e-3)
    add("scipy.special.polygamma", lambda x: s.polygamma(2, x), (F, (4, 5), 0.5, 3), tolerance=1e-3)
    add("scipy.special.zeta", lambda x, q: s.zeta(x, q), (F, (4, 5), 1.5, 4), (F, (4, 5), 0.5, 3), tolerance=1e-3)
    add("scipy.special.logsumexp", lambda x: s.logsumexp(x, axis=1), M)
    add("scipy.special.multigammaln", lambda x: s.multigammaln(x, 2), (F, (4, 5), 1, 3))
    add("scipy.special.hyp1f1", s.hyp1f1, (F, (4,), 0.5, 1.5), (F, (4,), 1.5, 2.5), (F, (4,), -1, 1), tolerance=1e-3)
    for d, arguments in {"norm": (), "expon": (), "laplace": (), "logistic": (), "cauchy": (), "gamma": (1.5,),
                         "beta": None, "t": (3.0,), "chi2": (3.0,), "uniform": (), "pareto": (2.0,)}.items():
        if arguments is None:
            add("scipy.stats.beta.logpdf", lambda x: jsp.stats.beta.logpdf(x, 2.0, 3.0), (F, (4, 5), 0.05, 0.95))
            continue
        add(f"scipy.stats.{d}.logpdf", lambda x, d=d, a=arguments: getattr(jsp.stats, d).logpdf(x, *a), POS)
    add("scipy.stats.norm.cdf", jsp.stats.norm.cdf, M)
    add("scipy.stats.rankdata", jsp.stats.rankdata, V)
    add("scipy.signal.convolve2d", lambda a, b: jsp.signal.convolve2d(a, b, mode="same"), (F, (6, 6)), (F, (3, 3)))
    add("scipy.signal.detrend", jsp.signal.detrend, M, tolerance=1e-3)
    add("scipy.ndimage.map_coordinates", lambda x, c: jsp.ndimage.map_coordinates(x, [c, c], order=1), M, (F, (6,), 0, 3))
    add("scipy.integrate.trapezoid", jsp.integrate.trapezoid, M)
    add("scipy.interpolate.grid", lambda v, x: jsp.interpolate.RegularGridInterpolator((jnp.arange(4.0), jnp.arange(5.0)), v)(x), M, (F, (6, 2), 0, 3))
    add("scipy.cluster.vq", lambda x, c: jsp.cluster.vq.vq(x, c)[0], (F, (6, 2)), (F, (3, 2)))
    add("scipy.optimize.bfgs", lambda x: jsp.optimize.minimize(lambda v: jnp.sum((v - 1.0) ** 2), x, method="BFGS").x, (F, (3,)), tolerance=1e-3)
    add("scipy.fft.dct", lambda x: jsp.fft.dct(x), (F, (4, 8)))
    add("scipy.fft.idct", lambda x: jsp.fft.idct(x), (F, (4, 8)))


def lax_entries():
    for f in ["rsqrt", "logistic", "erf_inv", "lgamma", "digamma", "bessel_i1e", "is_finite", "integer_pow", "cbrt",
              "population_count", "clz", "reduce_precision"]:
        g = {"integer_pow": lambda x: lax.integer_pow(x, 3),
             "reduce_precision": lambda x: lax.reduce_precision(x, 5, 10)}.get(f) or getattr(lax, f)
        add(f"lax.{f}", g, INTS if f in ("population_count", "clz") else UNIT if f == "erf_inv" else POS)
    add("lax.top_k", lambda x: lax.top_k(x, 3), (F, (4, 9)))
    add("lax.approx_max_k", lambda x: lax.approx_max_k(x, 3)[0], (F, (4, 9)))
    add("lax.sort", lambda a, b: lax.sort((a, b), num_keys=2), (I, (4, 9), 0, 3), (I, (4, 9), 0, 3))
    for f in ["cumsum", "cumprod", "cummax", "cummin", "cumlogsumexp"]:
        add(f"lax.{f}", lambda x, f=f: getattr(lax, f)(x, axis=1), M)
        add(f"lax.{f}.reverse", lambda x, f=f: getattr(lax, f)(x, axis=0, reverse=True), M)
    add("lax.associative_scan", lambda x: lax.associative_scan(jnp.add, x), (F, (13, 3)))
    add("lax.scan", lambda x: lax.scan(lambda c, v: (c * 0.5 + v, c), jnp.zeros(5), x), M)
    add("lax.fori_loop", lambda x: lax.fori_loop(0, 5, lambda i, v: v * 0.5 + i, x), M)
    add("lax.while_loop", lambda x: lax.while_loop(lambda v: jnp.sum(v) < 100, lambda v: v * 2 + 1, x), (F, (3,), 0.1, 1))
    add("lax.cond", lambda p, x: lax.cond(p[0], lambda v: v + 1, lambda v: v * 2, x), (B, (1,)), M)
    add("lax.switch", lambda i, x: lax.switch(i[0], [lambda v: v, lambda v: v + 1, lambda v: v * 2], x), (I, (1,), 0, 3), M)
    add("lax.map", lambda x: lax.map(lambda v: v @ v, x), M)
    add("lax.conv", lambda x, k: lax.conv(x, k, (1, 1), "SAME"), (F, (1, 2, 6, 6)), (F, (3, 2, 3, 3)))
    add("lax.conv_transpose", lambda x, k: lax.conv_transpose(x, k, (2,), "SAME"), (F, (1, 6, 2)), (F, (3, 2, 4)))
    add("lax.conv_general_dilated", lambda x, k: lax.conv_general_dilated(x, k, (2, 1), ((1, 2), (0, 1)), lhs_dilation=(1, 2), rhs_dilation=(2, 1), feature_group_count=2), (F, (2, 4, 7, 6)), (F, (6, 2, 2, 3)))
    add("lax.conv_general_dilated_patches", lambda x: lax.conv_general_dilated_patches(x, (2, 2), (1, 1), "VALID"), (F, (1, 2, 4, 4)))
    add("lax.dot_general", lambda a, b: lax.dot_general(a, b, (((2,), (1,)), ((0,), (0,)))), (F, (2, 3, 4)), (F, (2, 4, 5)))
    add("lax.ragged_dot", lambda a, b: lax.ragged_dot(a, b, jnp.array([2, 0, 4], jnp.int32)), (F, (6, 4)), (F, (3, 4, 5)))
    add("lax.gather", lambda x, i: x[i, :, i], (F, (4, 3, 5)), (I, (3,), 0, 4))
    for f in ["add", "mul", "min", "max", "apply"]:
        name = {"mul": "multiply"}.get(f, f)
        if f == "apply":
            add("lax.scatter", lambda x, i: x.at[i].set(7.0), M, np.array([2, 0], np.int32))
        else:
            add(f"lax.scatter_{f}", lambda x, i, u, n=name: getattr(x.at[i], n)(u), M, (I, (3,), 0, 4), (F, (3, 5)))
    add("lax.dynamic_slice", lambda x, i: lax.dynamic_slice(x, (i[0], i[1]), (2, 3)), M, (I, (2,), 0, 6))
    add("lax.dynamic_update_slice", lambda x, u, i: lax.dynamic_update_slice(x, u, (i[0], i[1])), M, (F, (2, 2)), (I, (2,), 0, 6))
    add("lax.pad", lambda x: lax.pad(x, 1.0, ((1, -1, 1), (0, 2, 0))), M)
    add("lax.reduce", lambda x: lax.reduce(x, 0.0, lambda a, b: a + b * 0.5 + a * b * 0, (0,)), (F, (2, 5)))
    add("lax.reduce_window", lambda x: lax.reduce_window(x, -jnp.inf, lax.max, (2, 3), (1, 2), "SAME"), M)
    add("lax.reduce_and", lambda x: lax.reduce_and(x, (0,)), INTS)
    add("lax.reduce_xor", lambda x: lax.reduce_xor(x, (0,)), INTS)
    add("lax.argmax", lambda x: lax.argmax(x, 1, jnp.int32), M)
    add("lax.rng_bit_generator", lambda k: lax.rng_bit_generator(k.astype(jnp.uint32), (3, 5)), (I, (4,), 0, 1000))
    add("lax.bitcast_convert_type", lambda x: lax.bitcast_convert_type(x, jnp.uint8), M)
    add("lax.rev", lambda x: lax.rev(x, (0, 1)), M)
    add("lax.select_and_gather_add", jax.grad(lambda x: jnp.sum(lax.reduce_window(x, -jnp.inf, lax.max, (2, 2), (2, 2), "VALID") ** 2)), (F, (4, 6)))
    add("lax.nextafter", lax.nextafter, M, M)
    add("lax.igamma", lax.igamma, POS, POS, tolerance=1e-3)
    add("lax.random_gamma_grad", lambda a, x: lax.random_gamma_grad(a, x), POS, POS, tolerance=1e-3)
    add("lax.regularized_incomplete_beta", lax.betainc, POS, POS, (F, (4, 5), 0.05, 0.95), tolerance=1e-3)
    add("lax.linalg.triangular_solve", lambda a, b: lax.linalg.triangular_solve(a, b, left_side=True, lower=False, unit_diagonal=True), SQUARE, SQUARE, tolerance=1e-3)
    add("lax.linalg.householder_product", lambda a, t: lax.linalg.householder_product(a, t), SQUARE, (F, (4,)))
    add("lax.linalg.tridiagonal_solve", lambda d, b: lax.linalg.tridiagonal_solve(d * 0, d + 4, d * 0.1, b), (F, (5,)), (F, (5, 2)))
    add("lax.mulhi", lambda a, b: lax.mulhi(a, b), (I, (9,), -2**30, 2**30), (I, (9,), -2**30, 2**30)) if hasattr(lax, "mulhi") else None


def nn_entries():
    n = jax.nn
    for f in ["relu", "relu6", "sigmoid", "softplus", "sparse_plus", "sparse_sigmoid", "soft_sign", "silu", "log_sigmoid",
              "leaky_relu", "hard_sigmoid", "hard_silu", "hard_tanh", "elu", "celu", "selu", "gelu", "squareplus", "mish",
              "identity", "softmax", "log_softmax", "standardize", "logsumexp"]:
        add(f"nn.{f}", getattr(n, f), M)
    add("nn.gelu.exact", lambda x: n.gelu(x, approximate=False), M)
    add("nn.glu", n.glu, (F, (4, 6)))
    add("nn.one_hot", lambda i: n.one_hot(i, 5), (I, (4,), 0, 5))
    add("nn.dot_product_attention", n.dot_product_attention, (F, (2, 6, 2, 4)), (F, (2, 6, 2, 4)), (F, (2, 6, 2, 4)))
    add("nn.dot_product_attention.causal", lambda q, k, v: n.dot_product_attention(q, k, v, is_causal=True), (F, (2, 6, 2, 4)), (F, (2, 6, 2, 4)), (F, (2, 6, 2, 4)))
    for f in ["lecun_normal", "he_uniform", "glorot_normal", "orthogonal", "truncated_normal", "delta_orthogonal"]:
        init = getattr(n.initializers, f)() 
        if f == "delta_orthogonal":
            continue
        check = (lambda w: w @ w.T) if f == "orthogonal" else (lambda w: w)
        add(f"nn.initializers.{f}", lambda k, init=init, check=check: check(init(jax.random.wrap_key_data(k.astype(jnp.uint32)), (4, 6))), (I, (2,), 0, 1000))


def random_entries():
    key = lambda k: jax.random.wrap_key_data(k.astype(jnp.uint32))
    K = (I, (2,), 0, 1000)
    r = jax.random
    for name, f in {
        "bits": lambda k: r.bits(key(k), (5,)), "uniform": lambda k: r.uniform(key(k), (5,)),
        "normal": lambda k: r.normal(key(k), (5,)), "randint": lambda k: r.randint(key(k), (5,), 0, 100),
        "bernoulli": lambda k: r.bernoulli(key(k), 0.3, (9,)), "categorical": lambda k: r.categorical(key(k), jnp.ones((3, 7))),
        "choice": lambda k: r.choice(key(k), 9, (5,)), "permutation": lambda k: r.permutation(key(k), 9),
        "truncated_normal": lambda k: r.truncated_normal(key(k), -1.0, 1.0, (5,)), "exponential": lambda k: r.exponential(key(k), (5,)),
        "gumbel": lambda k: r.gumbel(key(k), (5,)), "laplace": lambda k: r.laplace(key(k), (5,)),
        "logistic": lambda k: r.logistic(key(k), (5,)), "cauchy": lambda k: r.cauchy(key(k), (5,)),
        "gamma": lambda k: r.gamma(key(k), 1.5, (5,)), "beta": lambda k: r.beta(key(k), 1.5, 2.5, (5,)),
        "dirichlet": lambda k: r.dirichlet(key(k), jnp.ones(4), (2,)), "poisson": lambda k: r.poisson(key(k), 3.0, (9,)),
        "t": lambda k: r.t(key(k), 3.0, (5,)), "multivariate_normal": lambda k: r.multivariate_normal(key(k), jnp.zeros(3), jnp.asarray(spd(3))),
        "rademacher": lambda k: r.rademacher(key(k), (5,)), "split": lambda k: r.key_data(r.split(key(k), 3)),
        "fold_in": lambda k: r.key_data(r.fold_in(key(k), 7)), "weibull_min": lambda k: r.weibull_min(key(k), 1.0, 2.0, (5,)),
        "ball": lambda k: r.ball(key(k), 3, shape=(2,)), "binomial": lambda k: r.binomial(key(k), 10.0, 0.3, (5,)),
        "geometric": lambda k: r.geometric(key(k), 0.3, (5,)), "rayleigh": lambda k: r.rayleigh(key(k), 1.0, (5,)),
        "triangular": lambda k: r.triangular(key(k), 0.0, 1.0, 2.0, (5,)), "wald": lambda k: r.wald(key(k), 1.0, (5,)),
        "maxwell": lambda k: r.maxwell(key(k), (5,)), "pareto": lambda k: r.pareto(key(k), 2.0, (5,)),
        "loggamma": lambda k: r.loggamma(key(k), 1.5, (5,)), "lognormal": lambda k: r.lognormal(key(k), 1.0, (5,)),
    }.items():
        add(f"random.{name}", f, K)
    add("random.rbg.uniform", lambda k: r.uniform(r.wrap_key_data(k.astype(jnp.uint32), impl="rbg"), (5,)), (I, (4,), 0, 1000))


def optax_entries():
    def steps(optimizer):
        def f(w, g):
            state = optimizer.init(w)
            for _ in range(3):
                updates, state = optimizer.update(g, state, w)
                w = optax.apply_updates(w, updates)
            return w
        return f
    for name, optimizer in {"sgd": optax.sgd(0.1, momentum=0.9), "adam": optax.adam(0.1), "adamw": optax.adamw(0.1),
                            "adagrad": optax.adagrad(0.1), "rmsprop": optax.rmsprop(0.1), "lion": optax.lion(0.1),
                            "lamb": optax.lamb(0.1), "adafactor": optax.adafactor(0.1), "radam": optax.radam(0.1),
                            "adadelta": optax.adadelta(0.1), "yogi": optax.yogi(0.1), "nadam": optax.nadam(0.1),
                            "clip_by_global_norm": optax.chain(optax.clip_by_global_norm(1.0), optax.sgd(0.1))}.items():
        add(f"optax.{name}", steps(optimizer), M, M)
    add("optax.softmax_cross_entropy", lambda x, y: optax.softmax_cross_entropy(x, jax.nn.softmax(y)), M, M)
    add("optax.sigmoid_binary_cross_entropy", lambda x, y: optax.sigmoid_binary_cross_entropy(x, jax.nn.sigmoid(y)), M, M)
    add("optax.huber_loss", optax.huber_loss, M, M)
    add("optax.ctc_loss", lambda x, y: optax.ctc_loss(x, jnp.zeros((2, 6)), y, jnp.zeros((2, 3))), (F, (2, 6, 4)), (I, (2, 3), 1, 4))
    add("optax.cosine_decay", lambda i: optax.cosine_decay_schedule(0.1, 100)(i), (I, (5,), 0, 100))


MLIR = {"float32": "f32", "float64": "f64", "int32": "i32", "int64": "i64", "bool": "i1", "uint8": "ui8", "uint32": "ui32",
        "uint64": "ui64", "int8": "i8", "complex64": "complex<f32>", "uint16": "ui16", "int16": "i16"}


def type_text(a):
    return "tensor<" + "".join(f"{d}x" for d in a.shape) + MLIR[str(a.dtype)] + ">"


def number(x):
    if isinstance(x, (bool, np.bool_)):
        return "true" if x else "false"
    if isinstance(x, (complex, np.complexfloating)):
        return f"({number(x.real)}, {number(x.imag)})"
    if isinstance(x, (float, np.floating)):
        if not np.isfinite(x):
            return hex(int(np.asarray(x).view({4: np.uint32, 8: np.uint64}[np.asarray(x).itemsize])))
        return np.format_float_scientific(x, trim="0", min_digits=1)
    return str(int(x))


def dense(a):
    def rows(v):
        return number(v) if v.ndim == 0 else "[" + ", ".join(rows(w) for w in v) + "]"
    return f"dense<{'' if a.size == 0 else rows(a[()] if a.ndim == 0 else a) if a.ndim else number(a[()])}> : {type_text(a)}"


def program(entry):
    rng = np.random.default_rng(zlib.crc32(entry.name.encode()))
    inputs = [draw(spec, rng) for spec in entry.inputs]
    lowered = jax.jit(entry.function, keep_unused=True).lower(*inputs)
    text = lowered.as_text()
    outputs = [np.asarray(x) for x in jax.tree.leaves(lowered.compile()(*inputs))]
    text = re.sub(r"func\.func public @main\(", "func.func private @function(", text)
    body = []
    for i, a in enumerate(inputs):
        body.append(f"    %in{i} = stablehlo.constant {dense(a)}")
    results = f"%out:{len(outputs)}" if len(outputs) > 1 else "%out"
    types = ", ".join(type_text(a) for a in outputs)
    body.append(f"    {results} = func.call @function({', '.join(f'%in{i}' for i in range(len(inputs)))}) : "
                f"({', '.join(type_text(a) for a in inputs)}) -> ({types})")
    for i, a in enumerate(outputs):
        found = f"%out#{i}" if len(outputs) > 1 else "%out"
        body.append(f"    %expected{i} = stablehlo.constant {dense(a)}")
        t = type_text(a)
        if np.issubdtype(a.dtype, np.inexact):
            finite = np.abs(a[np.isfinite(a)])
            tolerance = entry.tolerance * max(1e-3, float(finite.max()) if finite.size else 1.0)
            body.append(f"    check.expect_almost_eq {found}, %expected{i}, tolerance = {tolerance:.3e} : {t}")
        else:
            body.append(f"    check.expect_eq {found}, %expected{i} : {t}")
    main = "  func.func public @main() {\n" + "\n".join(body) + "\n    return\n  }\n"
    at = text.index("{\n") + 2
    return text[:at] + main + text[at:]


def main():
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    for make in (jnp_entries, linalg_entries, special_entries, lax_entries, nn_entries, random_entries, optax_entries):
        make()
    wanted = set(sys.argv[2:])
    made = 0
    for entry in ENTRIES:
        if wanted and entry.name not in wanted:
            continue
        try:
            text = program(entry)
        except Exception as e:
            print(f"{entry.name}: {type(e).__name__}: {str(e)[:200]}", file=sys.stderr)
            continue
        with open(os.path.join(out, entry.name + ".mlir"), "w") as f:
            f.write(text)
        made += 1
    print(f"{made} programs of {len(ENTRIES)}")


if __name__ == "__main__":
    main()
