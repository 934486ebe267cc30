"""libpartita.so in one process with wheels that bring an LLVM or a oneTBB of their own: on demand, not in CI.

    pip install llvmlite numba tbb
    python tests/install/beside_wheels.py PREFIX/lib/libpartita.so

Partita before and after each of them and all of them, hidden (RTLD_LOCAL) and for all to see (RTLD_GLOBAL), each order in a
process of its own. In each, all that is loaded is used after every load, on several threads where it has some, and must go on.
"""
import ctypes
import os
import pathlib
import subprocess
import sys

import numpy as np
from partita_by_ctypes import ClientOptions, Partita


class UsePartita:
    TEXT = '''func.func public @main(%a: tensor<256x256xf32>) -> tensor<256x256xf32> {
  %0 = stablehlo.dot_general %a, %a, contracting_dims = [1] x [0] : (tensor<256x256xf32>, tensor<256x256xf32>) -> tensor<256x256xf32>
  %1 = stablehlo.sine %0 : tensor<256x256xf32>
  return %1 : tensor<256x256xf32>
}'''

    def __init__(self, path, mode):
        self.partita = Partita(path, mode)
        self.client = self.partita.make('client_create', ctypes.byref(ClientOptions(devices=1, threads=2)))

    def use(self):
        executable = self.partita.compile(self.client, self.TEXT)  # anew each time
        a = np.random.default_rng(1).standard_normal((256, 256), np.float32)
        for _ in range(10):
            argument = self.partita.make('buffer_for_argument', executable, ctypes.c_size_t(0), a.ctypes.data_as(ctypes.c_void_p),
                                         ctypes.c_size_t(a.nbytes))
            found = self.partita.execute(executable, argument, np.zeros_like(a))
        assert np.abs(found - np.sin(a @ a)).max() < 1e-3


class UseLlvmlite:
    TEXT = 'define i32 @add(i32 %a, i32 %b) {\n  %c = add i32 %a, %b\n  ret i32 %c\n}\n'

    def __init__(self):
        import llvmlite.binding as llvm
        self.llvm = llvm
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()

    def use(self):
        llvm = self.llvm
        machine = llvm.Target.from_default_triple().create_target_machine()
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(self.TEXT), machine)
        engine.finalize_object()
        add = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_int32, ctypes.c_int32)(engine.get_function_address('add'))
        assert add(40, 2) == 42


class UseNumba:
    """Its parallel loops run by oneTBB, that of the process."""

    def __init__(self):
        import numba
        numba.config.THREADING_LAYER = 'tbb'
        self.numba = numba

    def use(self):
        numba = self.numba

        @numba.njit(parallel=True)
        def total(x):
            out = 0.0
            for i in numba.prange(x.size):
                out += np.sin(x[i])
            return out

        x = np.linspace(0, 3, 1000000)
        assert abs(total(x) - np.sin(x).sum()) < 1e-6
        assert numba.threading_layer() == 'tbb'


class UseTbb:
    """The wheel's library, for all to see."""

    def __init__(self):
        self.tbb = ctypes.CDLL(str(pathlib.Path(sys.prefix) / 'lib/libtbb.so.12'), mode=os.RTLD_GLOBAL)

    def use(self):
        assert self.tbb.TBB_runtime_interface_version() >= 12000


def run_order(library, order):
    make = {'llvmlite': UseLlvmlite, 'numba': UseNumba, 'tbb': UseTbb,
            'partita-local': lambda: UsePartita(library, os.RTLD_LOCAL), 'partita-global': lambda: UsePartita(library, os.RTLD_GLOBAL)}
    loaded = []
    for name in order:
        loaded.append(make[name]())
        for one in loaded:
            one.use()
    for one in reversed(loaded):
        one.use()
    with open('/proc/self/maps') as maps:
        return sorted({pathlib.Path(line.split()[-1]).resolve().name for line in maps if 'libtbb.so' in line})


def main(library):
    failed = 0
    for partita in 'partita-local', 'partita-global':
        for wheels in ['llvmlite'], ['numba'], ['tbb'], ['tbb', 'llvmlite', 'numba']:
            for order in [partita, *wheels], [*wheels, partita], *([[wheels[0], partita, *wheels[1:]]] if wheels[1:] else []):
                done = subprocess.run([sys.executable, __file__, library, *order], capture_output=True, text=True)
                failed += done.returncode != 0
                said = done.stdout.strip() if done.returncode == 0 else f'FAILED ({done.returncode})\n{done.stderr}'
                print(f'{", ".join(order):50} {said}', flush=True)
    sys.exit(failed > 0)


if len(sys.argv) == 2:
    main(sys.argv[1])
else:
    print('fine, with', *run_order(sys.argv[1], sys.argv[2:]))
