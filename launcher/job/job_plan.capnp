@0xb7d1c3f0a94e5d27;
# The plan of a training job: what rank 0 sends to every rank. The plans of its programs are messages of
# runtime/mesh_plan.capnp.

$import "/capnp/c++.capnp".namespace("partita::wire");

struct Metric {
  result @0 :UInt32;  # of the step program
  name @1 :Text;
}

struct StateLeaf {
  argument @0 :UInt32;  # of the step program: takes what init gives
  result @1 :UInt32;  # of the step program: its new value
}

struct JobPlan {
  step @0 :Data;
  init @1 :Data;
  state @2 :List(StateLeaf);  # for each result of the init program
  batchArguments @3 :List(UInt32);
  batchNames @4 :List(Text);  # of each batch argument
  metrics @5 :List(Metric);
  mesh @6 :Text;
  summary @7 :Text;
}
