@0xb7d1c3f0a94e5d26;
# What rank 0 sends to every rank: the plan of a training job, or of one program. Graphs are messages of
# graph/graph.capnp.

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

struct StateLeaf {
  argument @0 :UInt32;  # of the step program: takes what init gives
  result @1 :UInt32;  # of the step program: its new value
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
  state @3 :List(StateLeaf);  # for each result of the init program
  batchArguments @4 :List(UInt32);
  batch @5 :List(BatchInput);
  metrics @6 :List(Metric);
  mesh @7 :Text;
  summary @8 :Text;
}

struct Type {
  dtype @0 :Text;
  dims @1 :List(Int64);
}

struct MeshDevice {
  program @0 :UInt32;  # index into MeshPlan.programs
  argumentTiles @1 :List(List(Range));
  resultTiles @2 :List(List(Range));
}

struct MeshPlan {
  programs @0 :List(Data);
  devices @1 :List(MeshDevice);  # by device id
  arguments @2 :List(Type);  # whole
  results @3 :List(Type);
}
