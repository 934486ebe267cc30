"""Three ranks on two cores, one with a core to itself and two sharing the other: even cuts and cuts by measured speed, in alternation.

    python benchmarks/uneven_ranks.py --rounds 5

A GPT of 2 layers (examples/gpt, its batch made 24) is trained data-parallel. First `partita bench --cluster` measures the three devices where
they run and writes the cluster file that both sides use; then `data = 3` runs beside `data = { size = 3, weights = "speed" }`. The median step
time of a run, without its first steps, and the best of the rounds count. With weights of 2/1/1 the ideal ratio is 0.75: 12 of 24 sequences in
place of 8 on the core that two ranks do not share, 6 + 6 in place of 8 + 8 on the other.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CLUSTER = '''name = "three ranks on two cores"
[[classes]]
name = "rank"
[[nodes]]
processes = 3
devices = [{ class = "rank" }]
'''
JOB = '''[job]
name = "gpt"
init = "{root}/examples/gpt/init.mlir"
step = "{folder}/step.mlir"
[cluster]
file = "{folder}/measured.toml"
[mesh]
data = {data}
[data]
kind = "bytes"
path = "{root}/examples/gpt/shakespeare.txt"
[train]
steps = {steps}
log_every = 1
'''
SKIPPED = 3  # the first steps of a run
SIDES = {'even': '3', 'speed': '{ size = 3, weights = "speed" }'}


def mpirun(partita, arguments, folder, timeout):
    """ARGUMENTS on rank 0, alone on core 0, and on ranks 1 and 2, both on core 1."""
    common = ['mpirun', '--allow-run-as-root', '--oversubscribe', '--bind-to', 'none', '--mca', 'mpi_yield_when_idle', '1']
    line = common + ['-n', '1', 'taskset', '-c', '0', partita] + arguments + [':', '-n', '2', 'taskset', '-c', '1', partita] + arguments
    done = subprocess.run(line, cwd=folder, timeout=timeout, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f'{" ".join(line)}\nexit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}')
    return done.stdout


def step_seconds(output):
    """Median step time of a run's progress lines, and the last loss."""
    unit = {'us': 1e-6, 'ms': 1e-3, 's': 1}
    steps = re.findall(r'^step +\d+/\d+ +loss ([\d.]+) .*? ([\d.]+) (us|ms|s) +comm', output, re.M)
    return statistics.median(float(time) * unit[name] for _, time, name in steps[SKIPPED:]), float(steps[-1][0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--partita', default=os.path.join(ROOT, 'build/release/launcher/partita'))
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--steps', type=int, default=25)
    parser.add_argument('--timeout', type=float, default=300)
    options = parser.parse_args()
    best, ratios = {}, []
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(ROOT, 'examples/gpt/step.mlir')) as file:
            step = file.read()
        step = step.replace('tensor<16x', 'tensor<24x').replace('[0:16, ', '[0:24, ').replace('dense<1.024000e+03>', 'dense<1.536000e+03>')
        for name, text in (('step.mlir', step), ('cluster.toml', CLUSTER)):
            with open(os.path.join(folder, name), 'w') as file:
                file.write(text)
        print(mpirun(options.partita, ['bench', '--cluster', 'cluster.toml', '--out', 'measured.toml'], folder, options.timeout))
        for round_number in range(options.rounds):
            row = {}
            for name, data in SIDES.items():
                with open(os.path.join(folder, name + '.toml'), 'w') as file:
                    file.write(JOB.format(root=ROOT, folder=folder, data=data, steps=options.steps))
                out = mpirun(options.partita, ['train', name + '.toml'], folder, options.timeout)
                row[name], loss = step_seconds(out)
                best[name] = min(best.get(name, row[name]), row[name])
                if round_number == 0:
                    print(f'{name}: {next(line for line in out.splitlines() if line.startswith("mesh"))}, loss after {options.steps} steps {loss:.4f}')
            ratios.append(row['speed'] / row['even'])
            print(f'round {round_number + 1}: ' + ', '.join(f'{name} {row[name] * 1e3:.1f} ms' for name in SIDES) + f', ratio {ratios[-1]:.3f}')
    print(f'step by speed / step by even cuts: {best["speed"] / best["even"]:.3f} of the best, median of the rounds {statistics.median(ratios):.3f}')


if __name__ == '__main__':
    main()
