@0xd2a7c1f09b3e5a61;
# A graph on the wire. Written and read by graph/graph_io.cc only, which numbers everything in program order and checks every index and size on
# reading. Ids are indices into the lists of Graph.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("partita::wire");

struct Graph {
  version @0 :UInt32;
  name @1 :Data;
  attrs @2 :List(Attr);
  meshes @3 :List(Mesh);
  types @4 :List(TensorType);
  literals @5 :List(Literal);
  locations @6 :List(Location);
  opNames @7 :List(Text);        # ops by name, so that the order of the op table is not part of the format
  values @8 :List(Value);
  nodes @9 :List(Node);
  regions @10 :List(Region);     # the first is the body
  arguments @11 :List(Argument);
  results @12 :List(Result);
}

struct TensorType {
  dtype @0 :Text;
  dims @1 :List(Int64);
}

struct Literal {
  type @0 :UInt32;
  splat @1 :Bool;
  chunks @2 :List(Data);         # row-major little-endian bytes, or one element of a splat; in pieces, for a Data ends at 512 MiB
}

struct Mesh {
  name @0 :Data;
  axes @1 :List(Axis);
  deviceIds @2 :List(Int64);
  struct Axis {
    name @0 :Data;
    size @1 :Int64;
    weights @2 :List(Int64);     # empty: all alike
  }
  units @3 :List(Int64);         # size, unit, size, unit, …; null: not chosen yet
}

struct AxisRef {
  axis @0 :UInt32;
  pre @1 :Int64;
  size @2 :Int64;                # 0: the whole axis
}

struct Sharding {
  mesh @0 :UInt32;
  dims @1 :List(Dim);
  replicated @2 :List(AxisRef);
  unreduced @3 :List(AxisRef);
  reduction @4 :UInt8;
  struct Dim {
    axes @0 :List(AxisRef);
    open @1 :Bool;
    priority @2 :Int32;
  }
}

struct Attr {
  name @0 :Data;
  union {
    unit @1 :Void;
    flag @2 :Bool;
    int @3 :Int64;
    float @4 :Float64;
    string @5 :Data;
    keyword @6 :Data;
    ints @7 :List(Int64);
    literal @8 :UInt32;
    type @9 :UInt32;
    shardings @10 :List(Sharding);
    text @11 :Data;
  }
}

struct Location {
  file @0 :Data;
  line @1 :Int32;
  column @2 :Int32;
  stack @3 :Data;
  textLine @4 :Int32;
}

struct Value {
  type @0 :UInt32;
  sharding @1 :Sharding;         # null: none
}

struct Node {
  op @0 :UInt32;
  operands @1 :List(UInt32);
  results @2 :List(UInt32);
  regions @3 :List(UInt32);
  attrs @4 :List(Attr);
  location @5 :UInt32;           # 0: none, else the location's index + 1
}

struct Region {
  args @0 :List(UInt32);
  nodes @1 :List(UInt32);
  results @2 :List(UInt32);
}

struct Argument {
  name @0 :Data;
  aliasesResult @1 :Int32 = -1;  # -1: none
  donor @2 :Bool;
  attrs @3 :List(Attr);
}

struct Result {
  name @0 :Data;
  attrs @1 :List(Attr);
}
