"""An IOPDDL instance repeated in series, and what that costs partita solve.

    python benchmarks/search/ten_copies.py B.json.gz --write B10.json.gz             # only write it
    python benchmarks/search/ten_copies.py B.json.gz --time-limit 60                 # solve one and ten, compare

Copy k's schedule begins where that of copy k - 1 ends. Neighbouring copies are joined by --links edges: each takes an edge (u, v) of the instance and its
costs, and goes from u in one copy to v in the next. The limit is the instance's. Compared are the times at which the search had reached the same gap
to the best bound that it had at its end, the clock starting when the instance has been read.
"""
import argparse
import json
import os
import subprocess
import tempfile

import instances
import run


def repeated(problem, copies, links):
    nodes, edges = problem['nodes'], problem['edges']
    count = len(nodes['costs'])
    length = max((end for begin, end in nodes['intervals'] if begin < end), default=0)
    candidates = [e for e, members in enumerate(edges['nodes']) if len(members) == 2 and max(edges['costs'][e]) > 0]
    chosen = [candidates[i * len(candidates) // links] for i in range(min(links, len(candidates)))]
    out = {'name': f'{problem.get("name", "instance")} x {copies}', 'nodes': {'intervals': [], 'costs': [], 'usages': []}, 'edges': {'nodes': [], 'costs': []}}
    for k in range(copies):
        out['nodes']['intervals'] += [[begin + k * length, end + k * length] for begin, end in nodes['intervals']]
        out['nodes']['costs'] += nodes['costs']
        out['nodes']['usages'] += nodes['usages']
        out['edges']['nodes'] += [[v + k * count for v in members] for members in edges['nodes']]
        out['edges']['costs'] += edges['costs']
        if k > 0:
            out['edges']['nodes'] += [[edges['nodes'][e][0] + (k - 1) * count, edges['nodes'][e][1] + k * count] for e in chosen]
            out['edges']['costs'] += [edges['costs'][e] for e in chosen]
    if 'usage_limit' in problem:
        out['usage_limit'] = problem['usage_limit']
    return out


def solve(path, options):
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, 'report')
        line = [options.partita, 'solve', '--iopddl', path, '--time-limit', str(options.time_limit), '--threads', str(options.threads), '--seed',
                str(options.seed), '--report', report]
        process = subprocess.run(line, capture_output=True, text=True)
        if process.returncode != 0:
            raise SystemExit(f'{" ".join(line)}: exit {process.returncode}\n{process.stderr}')
        with open(report) as file:
            return json.load(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('instance')
    parser.add_argument('--copies', type=int, default=10)
    parser.add_argument('--links', type=int, default=8, help='edges between neighbouring copies')
    parser.add_argument('--write', help='write the repeated instance here (.json or .json.gz) and do nothing else')
    parser.add_argument('--time-limit', type=float, default=60, help='of either')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--partita', default=os.path.join(run.ROOT, 'build/release/launcher/partita'))
    options = parser.parse_args()
    problem = repeated(instances.read(options.instance), options.copies, options.links)
    if options.write:
        instances.write(options.write, problem)
        return
    with tempfile.TemporaryDirectory() as folder:
        large = os.path.join(folder, 'large.json')
        instances.write(large, problem)
        one, many = solve(options.instance, options), solve(large, options)
    for name, result in (('one', one), (f'{options.copies} copies', many)):
        print(f'{name}: {result["nodes"]} nodes, read in {result["read_seconds"]:.2f} s, searched for {result["search_seconds"]:.2f} s, '
              f'cost {result.get("cost")}, bound {result.get("bound"):.6g}, gap {100 * result["gap"]:.3f} %, {result["peak_rss_bytes"] / 2**20:.0f} MB')
    print('\n| gap to the final bound % | one s | copies s | ratio |\n|---:|---:|---:|---:|')
    for gap in (1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0):
        times = []
        for result in (one, many):
            at = run.first_time(result['events'], result['bound'] + gap * abs(result['cost']) + 0.5)
            times.append(None if at is None else max(at - result['read_seconds'], 1e-3))
        ratio = times[1] / times[0] if None not in times else None
        print(f'| {100 * gap:g} | {run.number(times[0], 3)} | {run.number(times[1], 3)} | {run.number(ratio, 1)} |')


if __name__ == '__main__':
    main()
