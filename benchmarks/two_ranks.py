"""Data-parallel training of a GPT (6 layers, width 384, batch 8 x 256) on one and on two ranks: Partita under mpirun, JAX over gloo, in alternation.

    python benchmarks/two_ranks.py --steps 8 --rounds 2

One thread and one core for each rank. Partita's step time is the difference of two runs of different length, so that start and compilation drop out;
JAX's is the median of its steps. Prints step times, the speed-up from one rank to two, and the ratio of the two programs.
"""
import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JOB = '''[job]
name = "gpt_small"
init = "{root}/tests/data/programs/training/gpt_small_init.mlir"
step = "{root}/tests/data/programs/training/gpt_small_step.mlir"
[cluster]
file = "{root}/configs/clusters/{cluster}_local_rank{s}.toml"
[mesh]
data = {ranks}
[data]
kind = "bytes"
path = "{root}/examples/gpt/shakespeare.txt"
[train]
steps = {steps}
log_every = 100
metrics = "{folder}/metrics.jsonl"
'''


def seconds_of(options, ranks, steps):
    with tempfile.TemporaryDirectory() as folder:
        job = os.path.join(folder, 'job.toml')
        with open(job, 'w') as file:
            file.write(JOB.format(root=ROOT, cluster={1: 'one', 2: 'two'}[ranks], s='' if ranks == 1 else 's', ranks=ranks, steps=steps, folder=folder))
        line = ['mpirun', '--oversubscribe', '--bind-to', 'core', '-n', str(ranks), options.partita, 'train', job]
        if os.geteuid() == 0:
            line.insert(1, '--allow-run-as-root')
        before = time.perf_counter()
        result = subprocess.run(line, capture_output=True, text=True, cwd=folder)
        if result.returncode != 0:
            sys.exit(f'{" ".join(line)}\n{result.stdout[-2000:]}{result.stderr[-2000:]}')
        return time.perf_counter() - before


def partita(options, ranks):
    short = seconds_of(options, ranks, 2)
    return (seconds_of(options, ranks, 2 + options.steps) - short) / options.steps * 1e3


def jax(options, ranks):
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = probe.getsockname()[1]
    processes = []
    for rank in range(ranks):
        environment = dict(os.environ, PARTITA_RANK=f'{rank},{ranks},{port}', OMP_NUM_THREADS='1', NPROC='1')
        processes.append(subprocess.Popen(['taskset', '-c', str(rank), sys.executable, os.path.join(ROOT, 'benchmarks/jax_ranks.py'), str(options.steps)],
                                          env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True))
    outputs = [process.communicate()[0] for process in processes]
    return json.loads(outputs[0].strip().splitlines()[-1])['median_ms']


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--steps', type=int, default=8)
    parser.add_argument('--rounds', type=int, default=2)
    parser.add_argument('--partita', default=os.path.join(ROOT, 'build/release/launcher/partita'))
    options = parser.parse_args()
    best = {}
    for _ in range(options.rounds):
        for name, run in (('partita', partita), ('jax-gloo', jax)):
            for ranks in (1, 2):
                best[name, ranks] = min(best.get((name, ranks), float('inf')), run(options, ranks))
    print('| | 1 rank, ms | 2 ranks, ms | speed-up |\n|---|---:|---:|---:|')
    for name in ('partita', 'jax-gloo'):
        one, two = best[name, 1], best[name, 2]
        print(f'| {name} | {one:.0f} | {two:.0f} | {one / two:.2f} |')
    print(f'| partita / jax | {best["partita", 1] / best["jax-gloo", 1]:.2f} | {best["partita", 2] / best["jax-gloo", 2]:.2f} | |')


if __name__ == '__main__':
    main()
