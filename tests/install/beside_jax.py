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

Handle = ctypes.c_void_p


def struct(*fields):
    class Struct(ctypes.Structure):
        _fields_ = [('size', ctypes.c_uint64), *fields]

        def __init__(self, **values):
            super().__init__(size=ctypes.sizeof(self), **values)

    return Struct


ClientOptions = struct(('devices', ctypes.c_int32), ('threads', ctypes.c_int32), ('memory_limit', ctypes.c_uint64),
                       ('mpi', ctypes.c_int32), ('deadline', ctypes.c_int32))
ExecuteArgs = struct(('arguments', Handle), ('argument_count', ctypes.c_size_t), ('keep', Handle), ('keep_count', ctypes.c_size_t),
                     ('strict_donation', ctypes.c_int32), ('results', Handle), ('result_count', ctypes.c_size_t), ('done', Handle))


class Partita:
    def __init__(self, path):
        self.functions = ctypes.CDLL(path, mode=os.RTLD_LOCAL)
        self.functions.partita_status_message.restype = ctypes.c_char_p
        self.functions.partita_status_message.argtypes = [Handle]

    def call(self, name, *arguments):
        function = getattr(self.functions, 'partita_' + name)
        function.restype = Handle
        status = function(*arguments)
        if status:
            raise RuntimeError(f'{name}: {self.functions.partita_status_message(status).decode()}')

    def make(self, name, *arguments):
        out = Handle()
        self.call(name, *arguments, ctypes.byref(out))
        return out


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
    text = jax.export.export(function)(jax.ShapeDtypeStruct(x.shape, x.dtype)).mlir_module().encode()
    client = partita.make('client_create', ctypes.byref(ClientOptions(devices=1)))
    program = partita.make('program_parse', text, ctypes.c_size_t(len(text)), b'jax')
    plan = partita.make('plan_create', client, program, None)
    executable = partita.make('compile', client, plan, None)
    tensor, versioned = lend(x)
    argument = partita.make('buffer_from_dlpack' + ('_versioned' if versioned else ''), client, tensor, ctypes.c_int64(0))
    arguments, results = (Handle * 1)(argument), (Handle * 1)()
    partita.call('execute', executable, ctypes.byref(ExecuteArgs(
        arguments=ctypes.cast(arguments, Handle), argument_count=1, results=ctypes.cast(results, Handle), result_count=1)))
    found = np.zeros((), np.float32)
    partita.call('buffer_to_host', Handle(results[0]), found.ctypes.data_as(Handle), ctypes.c_size_t(found.nbytes))
    assert abs(found - expected) < 1e-4, (found, expected)
    assert abs(float(function(x)) - expected) < 1e-6
    print(f'JAX {jax.__version__} says {expected}, Partita {found}')


main()
