#pragma once
// An HLO module as it was written, which both readers (text and HloModuleProto) fill and toModule() turns into a
// program of StableHLO ops.
//
// Attributes have the names that StableHLO gives them, dimension numbers taken apart as in ir::Module; what only HLO
// has is called as its text calls it. Defaults are left out, as both forms do.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "frontends/module/module.h"

namespace partita::hlo {

struct Shape {
  ir::Type type;  // tensor, token, or a tuple of shapes
  // Of an array: its dimensions, the fastest first. Empty: row-major.
  std::vector<int64_t> minorToMajor;
  bool tiled = false;  // elements lie in tiles
};

// Where a frame of the stack stands; `name` is a number in a table of files.
struct FilePosition {
  int64_t name = 0, line = 0, column = 0;
};

struct WindowDim {
  int64_t size = 1, stride = 1, low = 0, high = 0, windowDilation = 1, baseDilation = 1;
  bool reversed = false;
};

struct Instruction {
  std::string name, opcode;
  Shape shape;
  std::vector<uint32_t> operands;  // earlier instructions of the computation
  std::vector<uint32_t> called;    // earlier computations; of a while: its body, then its condition
  ir::Attributes attributes;
  std::vector<WindowDim> window;
  Location location;
  ir::Place place;
};

struct Computation {
  std::string name;
  std::vector<Instruction> instructions;
  uint32_t root = 0;
  ir::Place place;
};

// A leaf of the entry's result, or of one of its parameters: the indices on the way to it through tuples.
using ShapeIndex = std::vector<int64_t>;
struct Alias {
  ShapeIndex output;
  int64_t parameter = 0;
  ShapeIndex index;
};

struct HloModule {
  std::string file;  // for messages
  std::string name;
  std::vector<Computation> computations;  // what is called stands before its callers
  uint32_t entry = 0;
  int64_t replicas = 1, partitions = 1;
  size_t devices = 0;  // in all lists of groups
  // XLA has partitioned it: its entry is the program of one device. Of a message also how the results are cut, which
  // text does not say.
  bool partitioned = false;
  std::string outputSharding;
  std::vector<Alias> aliases;
  std::vector<Alias> donors;  // `output` is empty
  ir::Attributes frontendAttributes;
};

// "s32", "pred", "bf16". Nothing for types that no value here can have (tuple, token, opaque).
std::optional<DType> elementTypeByName(std::string_view name);
// PrimitiveType of xla_data.proto.
std::optional<DType> elementTypeByCode(uint64_t code);
inline constexpr uint64_t kTupleCode = 13, kTokenCode = 17;

// A reshaped and transposed iota: [4,2]<=[2,4]T(1,0).
struct IotaTile {
  std::vector<int64_t> dims, reshape;
  std::vector<int64_t> permutation;  // empty: none
};
// Devices in one list, and in all lists of a program: a few characters may stand for many.
inline constexpr size_t kMaxListedDevices = size_t{1} << 16, kMaxAllDevices = size_t{1} << 22;

// Its numbers, row-major; nothing where the sizes do not fit each other or are more than kMaxListedDevices.
std::optional<std::vector<int64_t>> expand(const IotaTile& tile);
// [[0, 1], [2, 3]]; groups of unlike sizes are filled up with -1.
ir::Attribute groupsAttribute(const std::vector<std::vector<int64_t>>& groups);
// Rows of COLUMNS numbers.
ir::Attribute matrixAttribute(const std::vector<int64_t>& values, int64_t columns);
// N integers as an attribute, and back; nothing where ATTRIBUTE has none.
ir::Attribute intsAttribute(std::vector<int64_t> values);
ir::Attribute integerAttribute(int64_t value);

// The program of StableHLO ops: tuples are taken apart everywhere, computations become regions or functions. What has
// no meaning there is an operation "hlo.<opcode> (<instruction>)", which the importer refuses by that name.
StatusOr<ir::Module> toModule(const HloModule& module);

}  // namespace partita::hlo
