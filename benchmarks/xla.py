"""Times one StableHLO program with XLA:CPU (jaxlib) and prints one line of JSON, in the form of `partita bench --json`.

    python benchmarks/xla.py tests/data/programs/training/gpt_tiny_step.mlir --threads 1

Arguments stay in device memory; results that alias an argument (tf.aliasing_output) are fed into the next call, in place. The process is pinned to
core 1 (or --core) for one thread, to cores 0..N-1 for N: XLA sizes its pools from the affinity mask and NPROC.
"""
import argparse
import json
import os
import re
import resource
import statistics
import time


def signature(text):
    """[(shape, dtype, index of the aliasing result or -1)] of the arguments of the public function main."""
    line = next(line for line in text.splitlines() if re.search(r'func(\.func)? public @main\(', line))
    arguments = line[:line.index(') -> ')] if ') -> ' in line else line
    found = []
    for match in re.finditer(r'tensor<((?:\d+x)*)(\w+)>(?: loc\([^)]*\))?(?: \{((?:[^{}]|\{[^{}]*\})*)\})?', arguments):
        alias = re.search(r'tf\.aliasing_output = (\d+)', match[3] or '')
        found.append((tuple(int(d) for d in match[1].split('x') if d), match[2], int(alias[1]) if alias else -1))
    return found


def example(shape, dtype, random):
    """Floats in [0, 0.05) (no negative second moment), integers 0 or 1: in range for any table."""
    import ml_dtypes
    import numpy as np
    types = {'f32': np.float32, 'f64': np.float64, 'bf16': ml_dtypes.bfloat16, 'f16': np.float16, 'i1': np.bool_}
    if dtype in types and dtype != 'i1':
        return (random.random(shape, np.float32) * 0.05).astype(types[dtype])
    name = {'i1': 'bool'}.get(dtype) or re.sub(r'^ui', 'uint', re.sub(r'^i', 'int', dtype))
    return random.integers(0, 2, shape).astype(name)


def measure(run, budget):
    """(median, best) milliseconds of run(), which waits for its own result: at least BUDGET seconds and 7 calls (3 when they are long)."""
    for _ in range(3):
        run()
    times, start = [], time.perf_counter()
    while len(times) < 7 or time.perf_counter() - start < budget:
        before = time.perf_counter()
        run()
        times.append(time.perf_counter() - before)
        if time.perf_counter() - start > 20 and len(times) >= 3:
            break
    return statistics.median(times) * 1e3, min(times) * 1e3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--core', type=int, default=min(1, os.cpu_count() - 1))
    parser.add_argument('--budget', type=float, default=1.0, help='seconds to measure at least')
    options = parser.parse_args()
    os.sched_setaffinity(0, {options.core} if options.threads == 1 else set(range(options.threads)))
    os.environ['NPROC'] = os.environ['OMP_NUM_THREADS'] = str(options.threads)
    os.environ['JAX_PLATFORMS'] = 'cpu'
    if options.threads == 1:
        os.environ['XLA_FLAGS'] = os.environ.get('XLA_FLAGS', '') + ' --xla_cpu_multi_thread_eigen=false'
    import jax
    import numpy as np
    from jaxlib import _jax

    with open(options.program) as file:
        text = file.read()
    device = jax.devices()[0]
    before = time.perf_counter()
    executable = device.client.compile_and_load(text, _jax.DeviceList((device,)), _jax.CompileOptions())
    compile_s = time.perf_counter() - before
    random = np.random.default_rng(0)
    arguments = signature(text)
    live = [jax.device_put(example(shape, dtype, random), device) for shape, dtype, _ in arguments]
    state = [(i, alias) for i, (_, _, alias) in enumerate(arguments) if alias >= 0]

    def run():
        results = executable.execute(live)
        for argument, result in state:
            live[argument] = results[result]
        results[-1].block_until_ready()

    median, best = measure(run, options.budget)
    print(json.dumps(dict(workload=os.path.basename(options.program), threads=options.threads, median_ms=round(median, 4), best_ms=round(best, 4),
                          compile_s=round(compile_s, 3), peak_rss_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))), flush=True)


if __name__ == '__main__':
    main()
