#!/usr/bin/env python3
"""Makes the programs of this folder: HLO as JAX 0.10.2 and XLA write it, beside the same programs as StableHLO text.

usage: JAX_PLATFORMS=cpu XLA_FLAGS=--xla_force_host_platform_device_count=4 python3 tests/data/hlo/make.py
"""
import os

import jax
import jax.numpy as jnp
import jaxlib._jax
import numpy as np
from jax import lax
from jax.sharding import Mesh, NamedSharding, PartitionSpec as P

HERE = os.path.dirname(os.path.abspath(__file__))


def write(name, data):
    with open(os.path.join(HERE, name), 'wb') as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def save(name, function, *args, compiled=True, **options):
    """NAME.mlir, NAME.txt and NAME.pb before, NAME.optimized.txt and .pb after optimisation."""
    lowered = jax.jit(function, **options).lower(*args)
    write(name + '.mlir', lowered.as_text())
    hlo = lowered.compiler_ir('hlo')
    write(name + '.txt', hlo.as_hlo_text(True))  # with large constants
    write(name + '.pb', hlo.as_serialized_hlo_module_proto())
    if compiled:
        module = lowered.compile().runtime_executable().hlo_modules()[0]
        write(name + '.optimized.txt', module.to_string())
        write(name + '.optimized.pb', module.as_serialized_hlo_module_proto())


def f32(*shape):
    return jax.ShapeDtypeStruct(shape, jnp.float32)


def step(params, x, y):
    """A step of training: loops, donated arguments, a reduction with a region."""
    def loss(p):
        hidden = lax.fori_loop(0, 2, lambda i, h: jnp.tanh(h @ p['w']), x)
        return jnp.mean(jnp.square(hidden - y)) + jnp.max(jax.nn.softmax(hidden))
    value, grads = loss(params), {'w': x.T @ y}
    return {k: v - 0.1 * grads[k] for k, v in params.items()}, value


def windows(x, k):
    """Convolutions, pooling and its gradient, sums along an axis."""
    y = lax.conv_general_dilated(x, k, (2, 1), ((1, 0), (1, 1)), rhs_dilation=(1, 2),
                                 dimension_numbers=('NHWC', 'HWIO', 'NHWC'))
    pooled = lax.reduce_window(y, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), 'VALID')
    return y, pooled, jnp.cumsum(x, axis=1), jax.grad(
        lambda a: lax.reduce_window(a, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), 'VALID').sum())(x)


def indices(x, i):
    """Gathers, scatters, slices, pads, branches."""
    y = x[i % 6]
    z = x.at[i % 6].add(1.0).at[:, 1].set(0.5)
    w = lax.dynamic_update_slice(z, y[:1], (i[0] % 3, 0))
    v = lax.cond(i[1] > 3, lambda a: a * 2, lambda a: a - 1, w)
    u = lax.switch(i[2] % 3, [lambda a: a, jnp.negative, jnp.abs], v)
    return u, lax.pad(y, 0.0, ((1, 0, 1), (0, 2, 0))), y[::-1, 1:5:2], jnp.argmax(x, axis=1)


def types(a, b, c):
    """Constants and conversions of many element types."""
    k = np.arange(120, dtype=np.float32).reshape(12, 10) / 7
    return (a.astype(jnp.bfloat16) + jnp.bfloat16(1.5), a.astype(jnp.float16) * jnp.float16(-0.25),
            b.astype(jnp.uint8) << jnp.uint8(1), (b > 2) & jnp.array([True, False, True, False]),
            lax.bitcast_convert_type(a, jnp.int32), jnp.float32(np.nan) + a, c @ k, c.astype(jnp.float8_e4m3fn).astype(jnp.float32),
            b.astype(jnp.int4).astype(jnp.int32), jnp.array([2**31 + 5, 7], jnp.uint32))


def packed():
    """Constants of which a message has several elements in a byte, and others that JAX has no arrays of."""
    text = """func.func public @main() -> (tensor<3xi4>, tensor<5xui2>, tensor<2xcomplex<f64>>, tensor<3xf8E5M2>) {
  %0 = stablehlo.constant dense<[1, 7, -8]> : tensor<3xi4>
  %1 = stablehlo.constant dense<[1, 0, 3, 2, 1]> : tensor<5xui2>
  %2 = stablehlo.constant dense<[(1.0, -2.0), (3.0, 4.0)]> : tensor<2xcomplex<f64>>
  %3 = stablehlo.constant dense<[1.0, -448.0, 0.0]> : tensor<3xf8E5M2>
  return %0, %1, %2, %3 : tensor<3xi4>, tensor<5xui2>, tensor<2xcomplex<f64>>, tensor<3xf8E5M2>
}
"""
    hlo = jaxlib._jax.mlir.mlir_module_to_xla_computation(text, use_tuple_args=False, return_tuple=True)
    write('packed.mlir', text)
    write('packed.txt', hlo.as_hlo_text(True))
    write('packed.pb', hlo.as_serialized_hlo_module_proto())


def sharded(name, shape, names, shardy):
    jax.config.update('jax_use_shardy_partitioner', shardy)
    mesh = Mesh(np.array(jax.devices()[:int(np.prod(shape))]).reshape(shape), names)
    at = lambda *spec: NamedSharding(mesh, P(*spec))

    def function(x, w):
        body = lambda a, b: lax.psum(a @ b, 'b') + lax.axis_index('a').astype(jnp.float32) + jnp.float32(1)
        y = jax.shard_map(body, mesh=mesh, in_specs=(P('a', 'b'), P('b', None)), out_specs=P('a', None))(x, w)
        return jnp.tanh(lax.with_sharding_constraint(y, at('a', 'b'))) + x.sum()

    save(name, function, f32(8, 4), f32(4, 8), in_shardings=(at('a', 'b'), at('b', None)),
         out_shardings=at('b', 'a'))


if __name__ == '__main__':
    jax.config.update('jax_hlo_source_file_canonicalization_regex', '.*/')  # make.py, wherever it lies
    save('step', step, {'w': f32(4, 4)}, f32(8, 4), f32(8, 4), donate_argnums=0)
    save('windows', windows, f32(1, 8, 6, 2), f32(3, 2, 2, 3))
    save('indices', indices, f32(6, 6), jax.ShapeDtypeStruct((3,), jnp.int32))
    save('types', types, f32(4), jax.ShapeDtypeStruct((4,), jnp.int32), f32(2, 12), compiled=False)
    packed()
    sharded('shardy', (2, 2), ('a', 'b'), True)
    sharded('gspmd', (2, 2), ('a', 'b'), False)
