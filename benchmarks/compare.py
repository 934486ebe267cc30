"""Partita beside XLA:CPU on the same StableHLO files, in alternation, and a table of ratios.

    python benchmarks/compare.py                                     # the GPT steps, one thread
    python benchmarks/compare.py --rounds 5 --threads 2 a.mlir b.mlir

Every round runs, one after the other, `partita bench`, XLA as it comes, and XLA with huge pages in malloc; the best over the rounds counts, so that
a slow spell of the machine hits all three. Time ratios are against the better of XLA's two. Below 1 Partita is ahead.
"""
import argparse
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TRAINING = os.path.join(ROOT, 'tests/data/programs/training')
HUGE_PAGES = 'glibc.malloc.hugetlb=1'
KEYS = ('best_ms', 'median_ms', 'compile_s', 'peak_rss_mb')


def run(who, program, options):
    environment = dict(os.environ)
    if who == 'partita':
        line = [options.partita, 'bench', program, '--threads', str(options.threads), '--json', *options.partita_arguments.split()]
    else:
        line = [sys.executable, os.path.join(ROOT, 'benchmarks/xla.py'), program, '--threads', str(options.threads), '--core', str(options.core)]
        if who == 'xla-huge':
            environment['GLIBC_TUNABLES'] = HUGE_PAGES
    cores = str(options.core) if options.threads == 1 else f'0-{options.threads - 1}'
    result = subprocess.run(['taskset', '-c', cores, *line], env=environment, capture_output=True, text=True)
    try:
        return json.loads(result.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        print(f'{who} on {program}: {(result.stderr or result.stdout).strip()[-400:]}', file=sys.stderr)
        return {}


def better(old, new):
    return {key: min(x[key] for x in (old, new) if key in x) for key in KEYS if key in old or key in new}


def number(value):
    return '–' if value is None else f'{value:.3g}' if value < 1000 else f'{value:.0f}'


def ratio(ours, theirs):
    return f'{ours / theirs:.2f}' if ours and theirs else '–'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('programs', nargs='*')
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--core', type=int, default=min(1, os.cpu_count() - 1), help='of the one-thread runs')
    parser.add_argument('--partita', default=os.path.join(ROOT, 'build/release/launcher/partita'))
    parser.add_argument('--partita-arguments', default='--no-cache', help='more arguments for partita bench; compiled kernels are not kept')
    parser.add_argument('--out', help='also write the numbers here, as JSON')
    options = parser.parse_args()
    programs = options.programs or [os.path.join(TRAINING, f'{name}_step.mlir') for name in ('gpt_small', 'gpt_tiny', 'gpt_bf16')]
    peers = ('partita', 'xla', 'xla-huge')
    rows, table = [], {}
    for program in programs:
        name = os.path.basename(program).removesuffix('.mlir')
        best = {who: {} for who in peers}
        for _ in range(options.rounds):
            for who in peers:
                best[who] = better(best[who], run(who, program, options))
        table[name] = best
        ours, xla, huge = (best[who] for who in peers)
        theirs = {key: min((x[key] for x in (xla, huge) if key in x), default=None) for key in KEYS}
        rows.append([name, number(ours.get('best_ms')), number(xla.get('best_ms')), number(huge.get('best_ms')),
                     ratio(ours.get('best_ms'), theirs['best_ms']), number(ours.get('compile_s')), number(theirs['compile_s']),
                     ratio(ours.get('compile_s'), theirs['compile_s']), number(ours.get('peak_rss_mb')), number(theirs['peak_rss_mb']),
                     ratio(ours.get('peak_rss_mb'), theirs['peak_rss_mb'])])
    heads = ['program', 'partita ms', 'xla ms', 'xla-huge ms', 'time ratio', 'compile s', 'xla s', 'ratio', 'RSS MB', 'xla MB', 'ratio']
    for row in [heads, ['---'] + ['---:'] * (len(heads) - 1), *rows]:
        print('| ' + ' | '.join(row) + ' |')
    if options.out:
        with open(options.out, 'w') as file:
            json.dump(table, file, indent=1)


if __name__ == '__main__':
    main()
