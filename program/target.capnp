@0xd3f1b7c05a8e4962;
# What a program's kernels are made for (program/target.h). Written and read by program/target_io.cc only.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("partita::wire");

struct Target {
  union {
    cpu @0 :Cpu;
    gpu @1 :Gpu;
    openCl @2 :OpenCl;
  }

  struct Cpu {
    triple @0 :Data;
    cpu @1 :Data;
    features @2 :Data;
    vectorBits @3 :Int32;
    vectorRegisters @4 :Int32;
    fma @5 :Bool;
    l1Bytes @6 :Int64;
    l2Bytes @7 :Int64;
    l3Bytes @8 :Int64;
  }
  struct Gpu {
    architecture @0 :Data;
    ptxVersion @1 :Int32;
    warpSize @2 :Int32;
    matrixUnit @3 :UInt8;
    multiprocessors @4 :Int32;
    maxThreadsPerBlock @5 :Int32;
    maxThreadsPerMultiprocessor @6 :Int32;
    maxBlocksPerMultiprocessor @7 :Int32;
    maxRegistersPerThread @8 :Int32;
    registersPerMultiprocessor @9 :Int32;
    sharedBytesPerBlock @10 :Int64;
    sharedBytesPerMultiprocessor @11 :Int64;
    maxBlocksPerCluster @12 :Int32;
    l2Bytes @13 :Int64;
  }
  struct OpenCl {
    device @0 :Data;
    languageVersion @1 :Data;
    isCpu @2 :Bool;
    computeUnits @3 :Int32;
    subGroupSize @4 :Int32;
    localBytes @5 :Int64;
    maxWorkGroupSize @6 :Int64;
    fp16 @7 :Bool;
    fp64 @8 :Bool;
    roundedDivideSqrt @9 :Bool;
  }
}
