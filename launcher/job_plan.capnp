@0xb7d1c3f0a94e5d26;
# What rank 0 sends to every rank: the plan of a training job. Graphs are messages of graph/graph.capnp.

$import "/capnp/c++.capnp".namespace("partita::wire");

struct Range {
  begin @0 :Int64;
  end @1 :Int64;
}

struct BatchInput {
  name @0 :Text;
  dtype @1 :Text;
  dims @2 :List(Int64);
}

struct Metric {
  result @0 :UInt32;  # of the step program
  name @1 :Text;
}

struct Device {
  stepProgram @0 :UInt32;  # index into JobPlan.stepPrograms
  initProgram @1 :UInt32;
  batchTiles @2 :List(List(Range));  # for each batch input, one range for each dimension
}

struct JobPlan {
  stepPrograms @0 :List(Data);
  initPrograms @1 :List(Data);
  devices @2 :List(Device);  # by device id
  stateArguments @3 :List(UInt32);  # argument of the step program that result i of the init program becomes
  batchArguments @4 :List(UInt32);
  batch @5 :List(BatchInput);
  metrics @6 :List(Metric);
  mesh @7 :Text;
  summary @8 :Text;
}
