@0xd2c59b07e41f6a38;
# The plan of a program for a mesh: what rank 0 sends to every rank. Graphs are messages of graph/graph.capnp.

$import "/capnp/c++.capnp".namespace("partita::wire");

struct Range {
  begin @0 :Int64;
  end @1 :Int64;
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

struct CompiledProgram {
  program @0 :UInt32;  # the number that devices have
  target @1 :Text;
  code @2 :Data;  # program/program_io.h
}

struct CompiledPlan {
  devices @0 :List(MeshDevice);  # by device id
  arguments @1 :List(Type);  # whole
  results @2 :List(Type);
  argumentNames @3 :List(Text);
  programs @4 :List(CompiledProgram);
}
