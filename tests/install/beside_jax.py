"""libpartita.so in one process with JAX, whose libraries are loaded for all to see: on demand, not in CI.

    python tests/install/beside_jax.py PREFIX/lib/libpartita.so

JAX exports a function and lends an array by DLPack; Partita runs the function on it; both must agree, and JAX must go on.
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


def main():
    x = jnp.arange(16, dtype=jnp.float32)
    function = jax.jit(lambda v: jnp.sin(v) @ jnp.cos(v) + v.sum())
    expected = float(function(x))
    partita = Partita(sys.argv[1])
    text = jax.export.export(function)(jax.ShapeDtypeStruct(x.shape, x.dtype)).mlir_module()
    client = partita.make('client_create', ctypes.byref(ClientOptions(devices=1)))
    executable = partita.compile(client, text)
    tensor, versioned = lend(x)
    argument = partita.make('buffer_from_dlpack' + ('_versioned' if versioned else ''), client, tensor, ctypes.c_int64(0))
    found = partita.execute(executable, argument, np.zeros((), np.float32))
    assert abs(found - expected) < 1e-4, (found, expected)
    assert abs(float(function(x)) - expected) < 1e-6
    print(f'JAX {jax.__version__} says {expected}, Partita {found}')


main()
