"""libpartita.so in one process with JAX, whose libraries are loaded for all to see: on demand, not in CI.

    python tests/install/beside_jax.py PREFIX/lib/libpartita.so

JAX exports functions and lends an array by DLPack; Partita runs the functions on it; both must agree, and JAX must go on. One
of them calls LAPACK, of which NumPy, SciPy (whose copy JAX uses) and Partita have a copy each.
"""
import ctypes
import os
import sys

sys.setdlopenflags(os.RTLD_NOW | os.RTLD_GLOBAL)
import jax
import jax.export
import jax.numpy as jnp
import numpy as np
from partita_by_ctypes import ClientOptions, Handle, Partita


def lend(array):
    """The DLManagedTensor of ARRAY, which the receiver deletes; and whether it is a versioned one."""
    capsule = array.__dlpack__()
    api = ctypes.pythonapi
    api.PyCapsule_GetName.restype, api.PyCapsule_GetName.argtypes = ctypes.c_char_p, [ctypes.py_object]
    api.PyCapsule_GetPointer.restype, api.PyCapsule_GetPointer.argtypes = Handle, [ctypes.py_object, ctypes.c_char_p]
    api.PyCapsule_SetName.argtypes = [ctypes.py_object, ctypes.c_char_p]
    name = api.PyCapsule_GetName(capsule)
    tensor = api.PyCapsule_GetPointer(capsule, name)
    used = {b'dltensor': b'used_dltensor', b'dltensor_versioned': b'used_dltensor_versioned'}[name]
    lend.names.append(used)  # a capsule does not copy its name
    api.PyCapsule_SetName(capsule, used)
    return Handle(tensor), name == b'dltensor_versioned'


lend.names = []


def decompositions(v):
    a = jnp.sin(v).reshape(4, 4)
    values, vectors = jnp.linalg.eigh(a @ a.T)
    return jnp.linalg.cholesky(a @ a.T + jnp.eye(4)).sum() + (values * jnp.abs(vectors).sum(0)).sum()


def main():
    x = jnp.arange(16, dtype=jnp.float32)
    partita = Partita(sys.argv[1])
    client = partita.make('client_create', ctypes.byref(ClientOptions(devices=1)))
    for body in (lambda v: jnp.sin(v) @ jnp.cos(v) + v.sum(), decompositions, lambda v: jnp.abs(jnp.fft.fft(v)).sum()):
        function = jax.jit(body)
        expected = float(function(x))
        text = jax.export.export(function)(jax.ShapeDtypeStruct(x.shape, x.dtype)).mlir_module()
        executable = partita.compile(client, text)
        tensor, versioned = lend(x)
        argument = partita.make('buffer_from_dlpack' + ('_versioned' if versioned else ''), client, tensor, ctypes.c_int64(0))
        found = partita.execute(executable, argument, np.zeros((), np.float32))
        assert abs(found - expected) < 1e-4 * max(1, abs(expected)), (found, expected)
        square = np.linalg.inv(np.eye(300) * 2)  # NumPy's own, on its threads
        assert abs(square.trace() - 150) < 1e-9
        assert abs(float(function(x)) - expected) < 1e-6 * max(1, abs(expected))
        print(f'JAX {jax.__version__} says {expected}, Partita {found}')


main()
