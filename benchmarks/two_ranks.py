"""Data-parallel training of a GPT (6 layers, width 384, batch 8 x 256) on one and on two ranks: Partita under mpirun, JAX over gloo, in alternation.

    python benchmarks/two_ranks.py --steps 8 --rounds 2

One thread and one core for each rank. Both sides time each step; the median of a run, without its first two steps, and the best of the rounds count.
Prints step times, the speed-up from one rank to two, and the ratio of the two programs. About a minute a round; a run that takes longer than
--timeout seconds is ended with all its ranks.
"""
import argparse
import json
import os
import re
import signal
import socket
import statistics
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
log_every = 1
'''
SKIPPED = 2  # the first steps of a run


def outputs_of(name, lines, environments, timeout, folder):
    """Standard output of each of LINES, all started together; ends the program with what went wrong when one fails or all are not done in time."""
    processes, logs = [], []
    try:
        for line, environment in zip(lines, environments):
            logs.append((tempfile.TemporaryFile('w+', dir=folder), tempfile.TemporaryFile('w+', dir=folder)))
            processes.append(subprocess.Popen(line, env=environment, stdout=logs[-1][0], stderr=logs[-1][1], text=True, cwd=folder, start_new_session=True))
        end = time.monotonic() + timeout
        for process in processes:
            process.wait(max(0, end - time.monotonic()))
            if process.returncode != 0:
                break
    except subprocess.TimeoutExpired:
        print(f'{name}: not done after {timeout} seconds', file=sys.stderr)
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        codes = []
        for process in processes:
            try:
                codes.append(process.wait(10))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                codes.append(process.wait())
    texts = []
    for log in logs:
        for file in log:
            file.seek(0)
        texts.append((log[0].read(), log[1].read()))
    if any(codes):
        for line, code, (out, err) in zip(lines, codes, texts):
            print(f'{" ".join(line)}\nexit code {code}\n{out[-1500:]}{err[-1500:]}', file=sys.stderr)
        sys.exit(f'{name}: failed')
    return [out for out, _ in texts]


def partita(options, ranks):
    with tempfile.TemporaryDirectory() as folder:
        job = os.path.join(folder, 'job.toml')
        with open(job, 'w') as file:
            file.write(JOB.format(root=ROOT, cluster={1: 'one', 2: 'two'}[ranks], s='' if ranks == 1 else 's', ranks=ranks, steps=options.steps + SKIPPED))
        line = ['mpirun', '--oversubscribe', '--bind-to', 'core', '-n', str(ranks), os.path.abspath(options.partita), 'train', job]
        if os.geteuid() == 0:
            line.insert(1, '--allow-run-as-root')
        out, = outputs_of(f'partita on {ranks} rank(s)', [line], [os.environ], options.timeout, folder)
    times = [float(ms) for ms in re.findall(r'^step .*? ([0-9.]+) ms ', out, re.MULTILINE)]
    if len(times) != options.steps + SKIPPED:
        sys.exit(f'partita on {ranks} rank(s): expected {options.steps + SKIPPED} lines with the time of a step\n{out[-1500:]}')
    return statistics.median(times[SKIPPED:])


def jax(options, ranks):
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = probe.getsockname()[1]
    lines, environments = [], []
    for rank in range(ranks):
        environments.append(dict(os.environ, PARTITA_RANK=f'{rank},{ranks},{port}', OMP_NUM_THREADS='1', NPROC='1'))
        lines.append(['taskset', '-c', str(rank), sys.executable, os.path.join(ROOT, 'benchmarks/jax_ranks.py'), str(options.steps)])
    outputs = outputs_of(f'JAX on {ranks} rank(s)', lines, environments, options.timeout, None)
    return json.loads(outputs[0].strip().splitlines()[-1])['median_ms']


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--steps', type=int, default=8)
    parser.add_argument('--rounds', type=int, default=2)
    parser.add_argument('--timeout', type=float, default=120, help='seconds a run may take')
    parser.add_argument('--partita', default=os.path.join(ROOT, 'build/release/launcher/partita'))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the ranks are ended too
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
