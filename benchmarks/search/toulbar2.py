"""toulbar2 (Debian package, 1.1.1) on an IOPDDL instance: one line of JSON with every answer and bound and when it came.

    python benchmarks/search/toulbar2.py B.json.gz --time-limit 60 --out B.solution

Nodes are variables, costs and matrices are cost functions. Its files have no constraint on usage over time, but a linear one over Booleans
(`knapsack`): each (node, strategy) that uses memory gets a Boolean "not chosen", and at each moment that matters those not chosen must save what the
limit asks for. Its weights are 32-bit: usages are divided by their common divisor, and where that is not enough they are rounded up, so that what it
finds stays feasible (its bound is then not one of the instance). Where the constraints would have more than --most-terms terms they are left out,
which the output says: the answer is then one without memory, and only the bound counts. It uses one thread. The clock includes its reading.
"""
import argparse
import json
import math
import os
import re
import select
import signal
import subprocess
import tempfile
import time

import instances


def write_wcsp(problem, path, most_terms):
    """Writes the problem; gives how memory is constrained: 'exact', 'rounded' or 'none'."""
    nodes, edges = problem['nodes'], problem['edges']
    domains = [len(costs) for costs in nodes['costs']]
    finite = [c for costs in nodes['costs'] + edges['costs'] for c in costs if c < instances.INFINITE]
    if min(finite, default=0) < 0:
        raise SystemExit('toulbar2.py: costs below zero are not supported')
    top = 1 + sum(max((c for c in costs if c < instances.INFINITE), default=0) for costs in nodes['costs'] + edges['costs'])
    functions = []
    for v, costs in enumerate(nodes['costs']):
        functions.append([f'1 {v} 0 {len(costs)}'] + [f'{s} {min(c, top)}' for s, c in enumerate(costs)])
    for members, costs in zip(edges['nodes'], edges['costs']):
        lines = []
        columns = domains[members[-1]]
        for at, c in enumerate(costs):
            if c != 0:
                lines.append(f'{at // columns} {at % columns} {min(c, top)}' if len(members) == 2 else f'{at} {min(c, top)}')
        if lines:
            functions.append([f'{len(members)} {" ".join(map(str, members))} 0 {len(lines)}'] + lines)
    limit, how = problem.get('usage_limit'), 'exact'
    if limit is not None:
        moments = full_moments_that_bind(problem, limit)
        terms = sum(sum(u > 0 for u in nodes['usages'][v]) for _, live in moments for v in live)
        if terms > most_terms:
            how = 'none'
            moments = []
        scale = math.gcd(*(u for _, live in moments for v in live for u in nodes['usages'][v])) or 1
        largest = max((sum(sum(nodes['usages'][v]) for v in live) for _, live in moments), default=0)
        if largest // scale >= 2**31:
            scale, how = largest // (2**31 - 1) + 1, 'rounded'
        flags = {}
        for _, live in moments:
            weights, variables = [], []
            for v in live:
                for s, usage in enumerate(nodes['usages'][v]):
                    if usage == 0:
                        continue
                    if (v, s) not in flags:
                        flags[v, s] = len(domains)
                        domains.append(2)
                        functions.append([f'2 {v} {flags[v, s]} 0 {len(nodes["costs"][v])}', f'{s} 1 {top}'] +
                                         [f'{other} 0 {top}' for other in range(len(nodes['costs'][v])) if other != s])
                    variables.append(flags[v, s])
                    weights.append(-(-usage // scale))
            need = sum(weights) - limit // scale
            functions.append([f'{len(variables)} {" ".join(map(str, variables))} -1 knapsack {need} {" ".join(map(str, weights))}'])
    with open(path, 'w') as file:
        file.write(f'iopddl {len(domains)} {max(domains)} {len(functions)} {top}\n{" ".join(map(str, domains))}\n')
        for function in functions:
            file.write('\n'.join(function) + '\n')
    return how


def full_moments_that_bind(problem, limit):
    usages = problem['nodes']['usages']
    return [(moment, live) for moment, live in instances.full_moments(problem) if sum(max(usages[v]) for v in live) > limit]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('instance')
    parser.add_argument('--time-limit', type=float, default=60)
    parser.add_argument('--threads', type=int, default=1, help='ignored: it uses one')
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--most-terms', type=int, default=3_000_000, help='of the memory constraints')
    parser.add_argument('--options', default='-vns', help='more options of toulbar2')
    parser.add_argument('--out', help='the best answer, in the contest\'s form')
    options = parser.parse_args()
    problem = instances.read(options.instance)
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        how = write_wcsp(problem, os.path.join(folder, 'x.wcsp'), options.most_terms)
        build_seconds = time.monotonic() - began
        answer = os.path.join(folder, 'x.sol')
        line = ['toulbar2', os.path.join(folder, 'x.wcsp'), f'-w={answer}', f'-seed={options.seed}', f'-timer={math.ceil(options.time_limit)}',
                *options.options.split()]
        start = time.monotonic()
        process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        events, optimal, ended, pending, bound = [], False, False, b'', None
        while not ended:
            left = start + options.time_limit - time.monotonic()
            if left <= 0:
                process.send_signal(signal.SIGKILL)
            if select.select([process.stdout], [], [], max(0.05, min(left, 1)))[0]:
                data = os.read(process.stdout.fileno(), 65536)
                ended = not data
                pending += data
            *lines, pending = pending.split(b'\n')
            for text in (each.decode(errors='replace') for each in lines):
                now = time.monotonic() - start
                if found := re.match(r'New solution: (\d+)', text):
                    events.append({'seconds': now, 'cost': int(found[1])})
                elif found := re.search(r'(?:Initial lower and upper bounds: \[|Optimality gap: \[\s*|Dual bound: |Best lower bound: )(\d+)', text):
                    bound = max(bound or 0, int(found[1]))
                    events.append({'seconds': now, 'bound': bound})
                elif found := re.match(r'Optimum: (\d+)', text):
                    optimal, bound = True, int(found[1])
                    events.append({'seconds': now, 'bound': bound})
        process.wait()
        result = {'solver': 'toulbar2 1.1.1', 'memory': how, 'optimal': optimal, 'build_seconds': build_seconds, 'seconds': time.monotonic() - start,
                  'events': events}
        if bound is not None and how != 'rounded':
            result['bound'] = bound
        if os.path.exists(answer) and os.path.getsize(answer) > 0:
            with open(answer) as file:
                choice = [int(c) for c in file.readlines()[-1].split()][:len(problem['nodes']['costs'])]
            cost, why = instances.evaluate(problem, choice)
            result.update(cost=cost, infeasible=why)
            if options.out and not why:
                with open(options.out, 'w') as file:
                    file.write(json.dumps(choice) + '\n')
    print(json.dumps(result))


if __name__ == '__main__':
    main()
