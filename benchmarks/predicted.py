"""Predicted beside measured step time: five jobs on one, two and three ranks of this machine, even and weighted cuts.

    python benchmarks/predicted.py

For each number of ranks `partita bench --cluster` measures the devices where they run; `partita plan --job --json` predicts the step from that
(of the slowest class, communication beside what does not depend on it), and `partita train` measures it (the median of the steps but the first). Prints the table
and Spearman's rank correlation; exit code 1 where it is below --least.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TRAINING = os.path.join(ROOT, 'tests/data/programs/training')
TEXT = 'kind = "bytes"\npath = "' + ROOT + '/examples/gpt/shakespeare.txt"'
IMAGES = 'kind = "synthetic"\ninputs = [{ kind = "uniform", low = 0.0, high = 1.0 }, { kind = "randint", low = 0, high = 10 }]'
JOBS = {'gpt_small': TEXT, 'gpt_tiny': TEXT, 'llama_tiny': TEXT, 'moe_tiny': TEXT, 'mlp_mnist': IMAGES}
MESHES = {1: {'even': '1'}, 2: {'even': '2', '2/1': '{ size = 2, weights = [2, 1] }'}, 3: {'even': '3', '2/1/1': '{ size = 3, weights = [2, 1, 1] }'}}
CLUSTER = 'name = "{ranks} ranks"\n[[classes]]\nname = "rank"\n[[nodes]]\nprocesses = {ranks}\ndevices = [{{ class = "rank" }}]\n'
JOB = '''[job]
name = "{name}"
init = "{training}/{name}_init.mlir"
step = "{training}/{name}_step.mlir"
[cluster]
file = "{folder}/measured_{ranks}.toml"
[mesh]
data = {data}
[data]
{inputs}
[train]
steps = {steps}
log_every = 1
'''


def run(line, folder, timeout):
    done = subprocess.run(line, cwd=folder, timeout=timeout, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f'{" ".join(line)}\nexit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}')
    return done.stdout


def on_ranks(ranks, partita, arguments):
    if ranks == 1:
        return [partita] + arguments
    return ['mpirun', '--allow-run-as-root', '--oversubscribe', '--bind-to', 'none', '--mca', 'mpi_yield_when_idle', '1', '-n', str(ranks), partita] + arguments


def ranks_of(values):
    order = sorted(range(len(values)), key=lambda i: values[i])
    out = [0] * len(values)
    for place, i in enumerate(order):
        out[i] = place
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--partita', default=os.path.join(ROOT, 'build/release/launcher/partita'))
    parser.add_argument('--steps', type=int, default=12)
    parser.add_argument('--timeout', type=float, default=300)
    parser.add_argument('--least', type=float, default=0.9)
    options = parser.parse_args()
    rows = []
    unit = {'us': 1e-6, 'ms': 1e-3, 's': 1}
    with tempfile.TemporaryDirectory() as folder:
        for ranks, meshes in MESHES.items():
            with open(os.path.join(folder, f'cluster_{ranks}.toml'), 'w') as file:
                file.write(CLUSTER.format(ranks=ranks))
            run(on_ranks(ranks, options.partita, ['bench', '--cluster', f'cluster_{ranks}.toml', '--out', f'measured_{ranks}.toml']), folder, options.timeout)
            for cut, data in meshes.items():
                for name, inputs in JOBS.items():
                    with open(os.path.join(folder, 'job.toml'), 'w') as file:
                        file.write(JOB.format(name=name, training=TRAINING, folder=folder, ranks=ranks, data=data, inputs=inputs, steps=options.steps))
                    plan = json.loads(run([options.partita, 'plan', '--job', 'job.toml', '--json'], folder, options.timeout))
                    predicted = plan['step_seconds']
                    out = run(on_ranks(ranks, options.partita, ['train', 'job.toml']), folder, options.timeout)
                    times = [float(time) * unit[name] for time, name in re.findall(r'^step .*? ([\d.]+) (us|ms|s) +comm', out, re.M)]
                    rows.append((name, ranks, cut, predicted, statistics.median(times[1:])))
    print(f'{"job":12} {"ranks":>5}  {"cut":8} {"predicted":>12} {"measured":>12} {"ratio":>7}')
    for name, ranks, cut, predicted, measured in rows:
        print(f'{name:12} {ranks:5}  {cut:8} {predicted * 1e3:9.2f} ms {measured * 1e3:9.2f} ms {predicted / measured:7.2f}')
    a, b = ranks_of([row[3] for row in rows]), ranks_of([row[4] for row in rows])
    n = len(rows)
    correlation = 1 - 6 * sum((x - y) ** 2 for x, y in zip(a, b)) / (n * (n * n - 1))
    print(f'rank correlation {correlation:.3f} over {n} steps')
    if correlation < options.least:
        sys.exit(1)


if __name__ == '__main__':
    main()
