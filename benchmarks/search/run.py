"""partita solve on the IOPDDL instances at the contest's time limits, beside CP-SAT and toulbar2: a table of medians.

    python benchmarks/search/run.py tests/data/iopddl ~/iopddl/benchmarks                      # every instance found, 5 seeds, 2 threads
    python benchmarks/search/run.py ~/iopddl/benchmarks --instances A,K,N --seeds 1 --scale 0.1 --peers none

B and G are in tests/data/iopddl; the others are to be downloaded from google/iopddl (benchmarks/*.json.gz). Every answer is summed up anew here, in Python.
Score: the contest's best cost (known.json) / ours, 0 where there is no feasible answer; first and 5 %: seconds from the start of the process, reading
included, to the first feasible answer and to one within 5 % of the contest's best. Peers get the same time and threads (toulbar2 has one), their
reading and model building not counted.
"""
import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time

import instances

ROOT = os.path.dirname(os.path.dirname(instances.HERE))
PEERS = {'cp-sat': 'cp_sat.py', 'toulbar2': 'toulbar2.py'}


def first_time(events, most=math.inf):
    """When an answer of at most this cost was there; None: never."""
    return next((e['seconds'] for e in events if 'cost' in e and e.get('feasible', True) and e['cost'] <= most), None)


def run_partita(path, problem, best, seconds, seed, options):
    with tempfile.TemporaryDirectory() as folder:
        out, report, log = (os.path.join(folder, name) for name in ('out', 'report', 'log'))
        line = [options.partita, 'solve', '--iopddl', path, '--time-limit', str(seconds), '--threads', str(options.threads), '--seed', str(seed),
                '--out', out, '--report', report, '--log', log, *options.partita_arguments.split()]
        start = time.monotonic()
        process = subprocess.run(line, capture_output=True, text=True)
        wall = time.monotonic() - start
        if process.returncode not in (0, 4):
            raise SystemExit(f'{" ".join(line)}: exit {process.returncode}\n{process.stderr}')
        with open(report) as file:
            result = json.load(file)
        with open(log) as file:
            events = [json.loads(each) for each in file]
        choice = instances.read_choice(out)
    cost, why = instances.evaluate(problem, choice) if choice is not None else (None, 'no answer')
    if result['feasible'] and (why or cost != result['cost']):
        raise SystemExit(f'{path}: partita reports cost {result["cost"]}, the answer\'s is {cost} {why}')
    if cost is not None and result.get('bound', -math.inf) > min(cost, best or cost) * (1 + 1e-9):
        raise SystemExit(f'{path}: the bound {result["bound"]} is above a known answer, {min(cost, best or cost)}')
    return {'seed': seed, 'cost': cost, 'bound': result.get('bound'), 'wall': wall, 'optimal': result['optimal'], 'read': result['read_seconds'],
            'first': first_time(events), 'within': first_time(events, 1.05 * best) if best else None, 'rss_mb': result['peak_rss_bytes'] / 2**20,
            'events': events}


def run_peer(name, path, seconds, seed, options):
    line = [options.python, os.path.join(instances.HERE, PEERS[name]), path, '--time-limit', str(seconds), '--threads', str(options.threads), '--seed', str(seed)]
    process = subprocess.run(line, capture_output=True, text=True)
    try:
        result = json.loads(process.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        print(f'{name} on {path}: {process.stderr.strip()[-400:]}', file=sys.stderr)
        return {}
    return result


def median(values):
    """Of numbers, None counting as infinite; None where the median is."""
    value = statistics.median(math.inf if v is None else v for v in values)
    return None if math.isinf(value) else value


def number(value, digits=2):
    return '–' if value is None else f'{value:.{digits}f}'


def percent(cost, bound):
    return '–' if cost is None or bound is None else '0' if bound >= cost else f'{100 * (cost - bound) / abs(cost):.2f}'


def peer_cells(result, best):
    """Score and gap of a peer; without memory (toulbar2) its cost says nothing and its bound alone is shown."""
    if not result:
        return ['failed', '–']
    feasible = result.get('cost') is not None and not result.get('infeasible')
    score = 'no memory' if result.get('memory') == 'none' else number(best / result['cost'], 4) if feasible and best else '0'
    return [score, percent(result['cost'] if feasible else best, result.get('bound'))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folders', nargs='+', help='where the instances are')
    parser.add_argument('--instances', help='letters, e.g. A,K,N (default: all found)')
    parser.add_argument('--seeds', type=int, default=5)
    parser.add_argument('--scale', type=float, default=1, help='of the contest\'s time limits')
    parser.add_argument('--seconds', type=float, help='the same time limit for all, instead')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--peers', default='cp-sat,toulbar2', help='or none')
    parser.add_argument('--partita', default=os.path.join(ROOT, 'build/release/launcher/partita'))
    parser.add_argument('--partita-arguments', default='', help='more arguments for partita solve')
    parser.add_argument('--python', default=sys.executable, help='for the peers: one that has ortools')
    parser.add_argument('--out', help='also write the numbers here, as JSON')
    options = parser.parse_args()
    peers = [] if options.peers == 'none' else options.peers.split(',')
    if unknown := set(peers) - set(PEERS):
        raise SystemExit(f'unknown peer {", ".join(unknown)}: use {", ".join(PEERS)} or none')
    known = instances.known()
    heads = ['instance', 'limit s', 'read s', 'first s', '5 % s', 'cost', 'score', 'worst', 'gap %', 'published gap %', 'wall s', 'RSS MB']
    heads += [f'{peer} {what}' for peer in peers for what in ('score', 'gap %')]
    for row in (heads, ['---'] + ['---:'] * (len(heads) - 1)):
        print('| ' + ' | '.join(row) + ' |', flush=True)
    table, scores = {}, []
    for name, path in instances.find(options.folders, options.instances.split(',') if options.instances else None).items():
        problem, facts = instances.read(path), known.get(name, {})
        best, seconds = facts.get('best'), options.seconds or options.scale * facts.get('seconds', 60)
        runs = [run_partita(path, problem, best, seconds, seed, options) for seed in range(options.seeds)]
        theirs = {peer: run_peer(peer, path, seconds, 0, options) for peer in peers}
        cost = median(r['cost'] for r in runs)
        bound = statistics.median(-math.inf if r['bound'] is None else r['bound'] for r in runs)
        each = [best / r['cost'] if best and r['cost'] else 0 for r in runs]
        if best:
            scores.append(statistics.median(each))
        row = [name, f'{seconds:g}', number(median(r['read'] for r in runs)), number(median(r['first'] for r in runs)),
               number(median(r['within'] for r in runs)), number(cost, 0), number(statistics.median(each), 4) if best else '–',
               number(min(each), 4) if best else '–', percent(cost, bound), percent(best, facts.get('bound')),
               number(max(r['wall'] for r in runs)), number(max(r['rss_mb'] for r in runs), 0)]
        for peer in peers:
            row += peer_cells(theirs[peer], best)
        print('| ' + ' | '.join(row) + ' |', flush=True)
        table[name] = {'seconds': seconds, 'partita': runs, **theirs}
        if options.out:
            with open(options.out, 'w') as file:
                json.dump(table, file, indent=1)
    if scores:
        print(f'\nmean of the median scores: {statistics.mean(scores):.4f} over {len(scores)} instances, worst {min(scores):.4f}; '
              f'{options.seeds} seeds, {options.threads} threads')


if __name__ == '__main__':
    main()
