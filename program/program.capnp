@0xb1d06c2f7a94e835;
# A program on the wire. Written and read by program/program_io.cc only, whose result checkProgram has passed.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("partita::wire");

struct Program {
  version @0 :UInt32;
  name @1 :Data;
  graphHash @2 :Data;
  target @3 :Data;
  buffers @4 :List(Buffer);
  arguments @5 :List(Argument);
  results @6 :List(Result);
  kernels @7 :List(Kernel);
  objects @8 :List(ObjectCode);
  thunks @9 :List(Thunk);
  arenaBytes @10 :Int64;
  compileSeconds @11 :Float64;

  struct Buffer {
    kind @0 :UInt8;
    number @1 :Int32;
    bytes @2 :Int64;
    contents @3 :List(Data);     # in pieces, for a Data ends at 512 MiB
  }
  struct Type {
    dtype @0 :Text;
    dims @1 :List(Int64);
  }
  struct Argument {
    buffer @0 :Int32;
    type @1 :Type;
    name @2 :Data;
  }
  struct Result {
    slice @0 :Slice;
    aliasesArgument @1 :Int32;
    type @2 :Type;
    name @3 :Data;
  }
  struct Kernel {
    symbol @0 :Data;
    tasks @1 :Int64;
    scratchBytes @2 :Int64;
    flops @3 :Float64;
    bytes @4 :Float64;
  }
  struct ObjectCode {
    name @0 :Data;
    contents @1 :List(Data);
  }
}

struct Slice {
  buffer @0 :Int32;
  offset @1 :Int64;
  bytes @2 :Int64;
}

struct Thunk {
  name @0 :Data;
  uses @1 :List(Use);
  union {
    kernel :group {
      index @2 :Int32;
      arguments @3 :List(Slice);
    }
    copy :group {
      source @4 :Slice;
      destination @5 :Slice;
    }
    collective @6 :Collective;
    loop :group {
      predicate @7 :Slice;
      condition @8 :List(Thunk);
      body @9 :List(Thunk);
    }
    branch :group {
      predicate @10 :Slice;
      branches @11 :List(Sequence);
    }
  }
  struct Use {
    slice @0 :Slice;
    write @1 :Bool;
  }
  struct Sequence {
    thunks @0 :List(Thunk);
  }
}

struct Collective {
  kind @0 :UInt8;
  reduction @1 :UInt8;
  groups @2 :List(List(Int64));
  permutation @3 :List(Int64);   # source, target, source, target, …
  pieces @4 :List(Piece);
  sequence @5 :Int64;
  struct Piece {
    input @0 :Slice;
    output @1 :Slice;
    dtype @2 :Text;
    sendCounts @3 :List(Int64);
    receiveCounts @4 :List(Int64);
  }
}
