@0xb1d06c2f7a94e835;
# A program on the wire, behind the header that program/program_io.h describes. Written and read by the *_io.cc files of
# program/ only; what is read has passed checkProgram.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("partita::wire");

struct Program {
  name @0 :Data;
  graphHash @1 :Data;
  target @2 :Data;                # program/target.capnp
  buffers @3 :List(Buffer);
  arguments @4 :List(Argument);
  results @5 :List(Result);
  kernels @6 :List(Kernel);
  objects @7 :List(ObjectCode);
  thunks @8 :List(Thunk);
  arenaBytes @9 :Int64;
  compileSeconds @10 :Float64;
  preparation @11 :List(Thunk);

  struct Buffer {
    kind @0 :UInt8;
    number @1 :Int32;
    bytes @2 :Int64;
    contents @3 :List(Data);     # in pieces, for a Data ends at 512 MiB
    space @4 :UInt8;
  }
  struct Argument {
    buffer @0 :Int32;
    type @1 :TensorType;
    name @2 :Data;
  }
  struct Result {
    slice @0 :Slice;
    aliasesArgument @1 :Int32;
    type @2 :TensorType;
    name @3 :Data;
  }
  struct Kernel {
    symbol @0 :Data;
    abi @1 :UInt8;
    object @2 :Int32;
    flops @3 :Float64;
    bytes @4 :Float64;
    call @9 :LibraryCall;          # null where the kernel is code
    launch :union {
      range :group {
        tasks @5 :Int64;
        scratchBytes @6 :Int64;
      }
      grid :group {
        sizes @7 :List(Int64);   # blocks, threads, cluster: three each
        sharedBytes @8 :Int64;
      }
    }
  }
  struct ObjectCode {
    name @0 :Data;
    contents @1 :List(Data);
    kind @2 :UInt8;
  }
}

struct LibraryCall {
  function @0 :Data;
  operands @1 :List(TensorType);
  results @2 :List(TensorType);
  attributes @3 :List(Attribute);
  struct Attribute {
    name @0 :Data;
    value @1 :Int64;
  }
}

struct TensorType {
  dtype @0 :Text;
  dims @1 :List(Int64);
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
    hostCall @12 :HostCall;
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

struct HostCall {
  function @0 :Data;
  operands @1 :List(Array);
  results @2 :List(Array);
  attributes @3 :Data;
  sideEffect @4 :Bool;
  struct Array {
    slice @0 :Slice;
    type @1 :TensorType;
  }
}
