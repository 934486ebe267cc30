"""One rank of a JAX training run over several processes: the GPT of examples/gpt, data parallel, one CPU device and one thread each.

Started by two_ranks.py with PARTITA_RANK=rank,ranks,port. Rank 0 prints one line of JSON.
"""
import functools
import importlib.util
import json
import os
import statistics
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
rank, ranks, port = map(int, os.environ['PARTITA_RANK'].split(','))
steps = int(sys.argv[1])
os.environ['XLA_FLAGS'] = os.environ.get('XLA_FLAGS', '') + ' --xla_cpu_multi_thread_eigen=false'

import jax
import numpy as np
from jax.sharding import NamedSharding, PartitionSpec as P

jax.config.update('jax_platforms', 'cpu')
jax.config.update('jax_cpu_collectives_implementation', 'gloo')
jax.config.update('jax_num_cpu_devices', 1)
if ranks > 1:
    jax.distributed.initialize(f'127.0.0.1:{port}', ranks, rank)
spec = importlib.util.spec_from_file_location('gpt', os.path.join(ROOT, 'examples/gpt/export.py'))
gpt = importlib.util.module_from_spec(spec)
sys.modules['gpt'] = gpt  # dataclasses look their module up
spec.loader.exec_module(gpt)

config = gpt.Config(layers=6, width=384, heads=6, length=256, batch=8)
mesh = jax.make_mesh((ranks,), ('data',), axis_types=(jax.sharding.AxisType.Auto,))
whole, rows = NamedSharding(mesh, P()), NamedSharding(mesh, P('data'))
state = jax.jit(functools.partial(gpt.init, c=config), out_shardings=whole)(jax.numpy.int32(0))
tokens = np.random.default_rng(0).integers(0, 256, (config.batch, config.length + 1), np.int32)
tokens = jax.make_array_from_callback(tokens.shape, rows, lambda index: tokens[index])
before = time.perf_counter()
step = jax.jit(functools.partial(gpt.step, c=config), donate_argnums=0, in_shardings=(whole, rows), out_shardings=whole)
step = step.lower(state, tokens).compile()
compile_s = time.perf_counter() - before
times = []
for _ in range(steps + 2):
    before = time.perf_counter()
    state, metrics = step(state, tokens)
    metrics['loss'].block_until_ready()
    times.append((time.perf_counter() - before) * 1e3)
times = times[2:]
if rank == 0:
    print(json.dumps(dict(ranks=ranks, median_ms=round(statistics.median(times), 2), best_ms=round(min(times), 2), compile_s=round(compile_s, 2))))
