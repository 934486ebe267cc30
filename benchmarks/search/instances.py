"""IOPDDL instances: reading, an evaluation of answers that shares nothing with Partita, and what is known of them."""
import gzip
import itertools
import json
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
DOWNLOAD = 'https://github.com/google/iopddl, folder benchmarks/'
INFINITE = 10**18


def read(path):
    """The problem in the file: name, nodes, edges, usage_limit."""
    with (gzip.open if path.endswith('.gz') else open)(path, 'rt') as file:
        return json.load(file)['problem']


def write(path, problem):
    with (gzip.open if path.endswith('.gz') else open)(path, 'wt') as file:
        json.dump({'problem': problem}, file, separators=(',', ':'))


def letter(path):
    """asplos-2025-iopddl-A.json.gz and A.json.gz -> A."""
    return os.path.basename(path).split('.')[0].split('-')[-1]


def find(folders, wanted):
    """{letter: path} of the instances in FOLDERS, all or the WANTED ones."""
    found = {}
    for folder in folders:
        if not os.path.isdir(folder):
            raise SystemExit(f'{folder}: no such folder; the instances are at {DOWNLOAD}')
        for name in sorted(os.listdir(folder)):
            if re.fullmatch(r'(.*-)?[A-Z]\.json(\.gz)?', name):
                found.setdefault(letter(name), os.path.join(folder, name))
    missing = [each for each in wanted or [] if each not in found]
    if missing or not found:
        raise SystemExit(f'instances {", ".join(missing) or "of any name"} are not in {", ".join(folders)}: download them from {DOWNLOAD}')
    return {each: found[each] for each in wanted or sorted(found)}


def known():
    """{letter: {seconds, best, bound, xla}}, from known.json, which names its sources."""
    with open(os.path.join(HERE, 'known.json')) as file:
        return json.load(file)['instances']


def steps(problem, choice=None):
    """[(moment, usage from it on)] of a choice; without one, of the least that any choice uses."""
    nodes, change = problem['nodes'], {}
    for v, (begin, end) in enumerate(nodes['intervals']):
        if begin < end:
            usage = min(nodes['usages'][v]) if choice is None else nodes['usages'][v][choice[v]]
            change[begin] = change.get(begin, 0) + usage
            change[end] = change.get(end, 0) - usage
    moments = sorted(change)
    return list(zip(moments, itertools.accumulate(change[m] for m in moments)))


def evaluate(problem, choice):
    """(cost, why it is not feasible or '')."""
    nodes, edges = problem['nodes'], problem['edges']
    if len(choice) != len(nodes['costs']) or any(not 0 <= c < len(costs) for c, costs in zip(choice, nodes['costs'])):
        return None, 'malformed'
    terms = [costs[c] for c, costs in zip(choice, nodes['costs'])]
    for members, costs in zip(edges['nodes'], edges['costs']):
        at = 0
        for v in members:
            at = at * len(nodes['costs'][v]) + choice[v]
        terms.append(costs[at])
    if max(terms, default=0) >= INFINITE:
        return None, 'a forbidden pair'
    peak = max((usage for _, usage in steps(problem, choice)), default=0)
    limit = problem.get('usage_limit')
    return sum(terms), '' if limit is None or peak <= limit else f'usage {peak} over the limit {limit}'


def read_choice(path):
    """The last line that begins with '['; None where there is no file."""
    if not os.path.exists(path):
        return None
    with open(path) as file:
        lines = [line for line in file if line.startswith('[')]
    return json.loads(lines[-1]) if lines else None


def full_moments(problem):
    """[(moment, [nodes live then])] of the moments whose set of live nodes no other moment's contains."""
    events = {}
    for v, (begin, end) in enumerate(problem['nodes']['intervals']):
        if begin < end:
            events.setdefault(begin, ([], []))[0].append(v)
            events.setdefault(end, ([], []))[1].append(v)
    out, live, grown = [], set(), None
    for moment in sorted(events):
        begun, ended = events[moment]
        if ended and grown is not None:
            out.append((grown, sorted(live)))
            grown = None
        live.difference_update(ended)
        live.update(begun)
        if begun:
            grown = moment
    return out
