#!/usr/bin/env python3
"""Collectives beside Open MPI's: starts collectives_bench under mpirun and prints a table.

  benchmarks/collectives.py build/release [--most BYTES] [--kinds NAME,NAME]

2 and 4 ranks of one device, 2 and 4 devices of one process beside as many ranks, and 2 ranks of two devices beside
what 4 ranks did.
"""
import argparse
import json
import os
import subprocess

FLAGS = ("--oversubscribe --bind-to none --mca mpi_yield_when_idle 1 --mca pml ob1 --mca btl self,vader").split()


def run(build, ranks, devices, most, kinds):
    env = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
    command = ["timeout", "-k", "5", "300", "mpirun", *FLAGS, "-n", str(ranks),
               os.path.join(build, "benchmarks/collectives_bench"), devices, str(most), kinds]
    out = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--most", type=int, default=64 << 20)
    parser.add_argument("--kinds", default="")
    args = parser.parse_args()
    four = {}
    for name, ranks, devices in (("2 ranks", 2, "1"), ("4 ranks", 4, "1"), ("2 in process", 2, "inproc"),
                                 ("4 in process", 4, "inproc"), ("2 x 2", 2, "2")):
        for row in run(args.build, ranks, devices, args.most, args.kinds):
            key = row["kind"], row["bytes"]
            if name == "4 ranks":
                four[key] = row["mpi_us"]
            mpi = four.get(key, row["mpi_us"]) if name == "2 x 2" else row["mpi_us"]
            print(f"{name:13} {row['kind']:20} {row['bytes']:9} ours {row['ours_us']:10.1f} us   Open MPI {mpi:10.1f} us"
                  f"   {mpi / max(row['ours_us'], 0.1):5.2f}x", flush=True)


if __name__ == "__main__":
    main()
