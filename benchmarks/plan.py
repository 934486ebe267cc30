#!/usr/bin/env python3
"""How long planning takes: reshards over many axes, training programs, 16384 devices, and the shares of `verify` and `prove`.

Each line is the best of --rounds runs of `partita plan --json`: the sum of the partitioner's passes, and the wall time of
the whole command. A line beyond its limit is marked, and the script then ends with exit code 1.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "tests/data/programs"


def plan(binary, arguments, rounds):
    """(seconds of all passes, of verify, of prove, wall seconds): the best of each."""
    best = None
    for _ in range(rounds):
        start = time.monotonic()
        done = subprocess.run([binary, "plan", "--json", *map(str, arguments)], capture_output=True, text=True)
        wall = time.monotonic() - start
        if done.returncode != 0:
            sys.exit(f"partita plan {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        passes = {p["name"]: p["seconds"] for p in json.loads(done.stdout)["passes"]}
        found = (sum(passes.values()), passes["verify"], passes["prove"], wall)
        best = found if best is None else tuple(map(min, best, found))
    return best


def random_reshard(seed, axes=8):
    """A program whose only argument and result are cut differently, along up to AXES axes."""
    rng = random.Random(seed)
    names = "abcdefgh"[:axes]
    sizes = {name: rng.choice([2, 2, 2, 3, 4]) for name in names}
    rank = rng.randint(1, 6)
    dims = [rng.choice([7, 48, 64, 96, 120, 720]) for _ in range(rank)]

    def sharding():
        cuts = [[] for _ in dims]
        counts = [1] * rank
        for name in rng.sample(names, axes):
            d = rng.randrange(rank)
            if rng.random() < 0.2 or counts[d] * sizes[name] > dims[d]:
                continue
            counts[d] *= sizes[name]
            cuts[d].append(name)
        inner = ", ".join("{" + ", ".join(f'"{a}"' for a in cut) + "}" for cut in cuts)
        return f"#sdy.sharding<@mesh, [{inner}]>"

    mesh = ", ".join(f'"{name}"={size}' for name, size in sizes.items())
    tensor = "tensor<" + "".join(f"{d}x" for d in dims) + "f32>"
    return f"""module @reshard {{
  sdy.mesh @mesh = <[{mesh}]>
  func.func public @main(%x: {tensor} {{sdy.sharding = {sharding()}}}) -> ({tensor} {{sdy.sharding = {sharding()}}}) {{
    %0 = stablehlo.tanh %x : {tensor}
    return %0 : {tensor}
  }}
}}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=ROOT / "build/release/launcher/partita")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--random", type=int, default=50, help="random reshards over eight axes")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    missed = 0

    def report(name, seconds, limit, note=""):
        nonlocal missed
        beyond = limit is not None and seconds > limit
        missed += beyond
        goal = "" if limit is None else f"  of {limit * 1e3:.0f} ms"
        print(f"{name:<44} {seconds * 1e3:8.1f} ms{goal}{note}{'  MISSED' if beyond else ''}", flush=True)

    print("reshards: all passes")
    for axes in (4, 5, 6):
        passes, _, _, _ = plan(options.binary, [ROOT / f"tests/data/faults/reshard_{axes}_axes.mlir"], options.rounds)
        report(f"reshard_{axes}_axes", passes, 0.050)
    worst, worst_seed = 0, None
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "reshard.mlir"
        for seed in range(options.seed, options.seed + options.random):
            path.write_text(random_reshard(seed))
            passes, _, _, _ = plan(options.binary, [path], min(options.rounds, 3))
            if passes > worst:
                worst, worst_seed = passes, seed
    report(f"worst of {options.random} over eight axes", worst, 0.200, f"  (seed {worst_seed})")

    print("16384 null devices: the whole command")
    cluster = ["--cluster", ROOT / "configs/clusters/null_16384.toml"]
    step = PROGRAMS / "training/gpt_small_step.mlir"
    for mesh in (["data=16384"], ["data=4,rest=4096"], ["data=64,rest=256", "--fsdp", "data"],
                 ["a=8,b=4,c=4,d=4,e=4,f=2,g=2,h=2", "--batch-axis", "a", "--fsdp", "a"]):
        _, _, _, wall = plan(options.binary, [step, "--mesh", *mesh, *cluster], options.rounds)
        report(f"gpt_small {' '.join(mesh)}", wall, 2.0)

    print("annotated training programs: all passes, and the shares of verify and prove")
    for entry in json.loads((PROGRAMS / "plans.json").read_text()):
        passes, verify, prove, _ = plan(options.binary, [PROGRAMS / entry["file"]], options.rounds)
        note = ""
        for name, share, limit in (("verify", verify / passes, 0.05), ("prove", prove / passes, 0.10)):
            missed += share > limit
            note += f"  {name} {share * 100:.1f} %{'  MISSED' if share > limit else ''}"
        report(entry["name"], passes, None, note)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
