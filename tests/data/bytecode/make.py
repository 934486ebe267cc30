#!/usr/bin/env python3
"""Makes the artifacts of this folder: portable bytecode as StableHLO and JAX write it (jax 0.10.2, StableHLO 1.17.0).

usage: XLA_FLAGS=--xla_force_host_platform_device_count=4 JAX_PLATFORMS=cpu python3 tests/data/bytecode/make.py

operations.mlir is serialized for older and newer versions of VHLO, attributes.mlir has what only newer ones have. The
other programs are JAX's: beside each artifact stands its module as StableHLO text.
"""
import os

import jax
import jax.numpy as jnp
import numpy as np
from jax import export, lax
from jax._src.interpreters import mlir as jax_mlir
from jax._src.lib.mlir import ir
from jax.sharding import Mesh, NamedSharding, PartitionSpec as P
from jaxlib.mlir.dialects import stablehlo

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def write(name, data):
    with open(path(name), 'wb') as f:
        f.write(data)
    print(f'{name}: {len(data)} bytes')


def serialize(name, versions):
    with jax_mlir.make_ir_context() as context, ir.Location.unknown():
        # Only reading an artifact makes the dialect of quantized types known.
        empty = stablehlo.serialize_portable_artifact(ir.Module.parse('module {}'), '1.0.0')
        stablehlo.deserialize_portable_artifact(context, empty)
        context.load_all_available_dialects()  # quant
        with open(path(name + '.mlir')) as f:
            module = ir.Module.parse(f.read())
        for version in versions:
            write(f'{name}.{version}.mlirbc', stablehlo.serialize_portable_artifact(module, version))


def raw(name):
    """Bytecode of the StableHLO dialect itself, which is not portable."""
    with jax_mlir.make_ir_context(), ir.Location.unknown():
        write(name + '.mlirbc', jax_mlir.module_to_bytecode(ir.Module.parse("""
            func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
              %y = stablehlo.add %x, %x : tensor<2xf32>
              return %y : tensor<2xf32>
            }""")))


def save(name, exported, wrapped):
    write(name + '.mlir', exported.mlir_module().encode())
    if wrapped:
        write(name + '.jax_export', exported.serialize())
    else:
        write(name + '.mlirbc', exported.mlir_module_serialized)


def step(state, batch, unused):
    """A step of gradient descent, whose arguments are nested and partly not used."""
    def loss(params):
        hidden = jnp.tanh(batch['x'] @ params['layers'][0]['w'] + params['layers'][0]['b'])
        return jnp.mean((hidden @ params['layers'][1]['w'] - batch['y']) ** 2)
    value, gradients = jax.value_and_grad(loss)(state['params'])
    params = jax.tree.map(lambda p, g: p - 0.1 * g, state['params'], gradients)
    return {'params': params, 'step': state['step'] + 1}, value


def ring(mesh):
    """Each device passes its rows on, and adds up all of them."""
    def body(x):
        moved = lax.ppermute(x, 'x', [(i, (i + 1) % 2) for i in range(2)])
        return lax.psum(moved, ('x', 'y')), lax.all_gather(moved, 'x', tiled=True)
    return jax.shard_map(body, mesh=mesh, in_specs=P('x'), out_specs=(P(), P('y')), check_vma=False)


def main():
    jax.config.update('jax_hlo_source_file_canonicalization_regex', '.*/(?=tests/)')
    serialize('operations', ['0.9.0', '0.10.0', '0.12.0', '0.14.0', '1.0.0', '1.17.0'])
    serialize('attributes', ['1.17.0'])
    raw('raw_stablehlo')

    f32 = jnp.float32
    params = {'layers': [{'w': jnp.zeros((4, 8), f32), 'b': jnp.zeros((8,), f32)}, {'w': jnp.zeros((8, 2), f32)}]}
    arguments = ({'params': params, 'step': np.int32(0)}, {'x': jnp.zeros((3, 4), f32), 'y': jnp.zeros((3, 2), f32)},
                 jnp.zeros((), f32))
    save('training_step', export.export(jax.jit(step, donate_argnums=0), platforms=['cpu', 'cuda'])(*arguments), True)

    mesh = Mesh(np.array(jax.devices()[:4]).reshape(2, 2), ('x', 'y'))
    rows = jax.ShapeDtypeStruct((8, 4), f32, sharding=NamedSharding(mesh, P('x')))
    save('ring', export.export(jax.jit(ring(mesh)), platforms=['cpu'])(rows), False)


if __name__ == '__main__':
    main()
