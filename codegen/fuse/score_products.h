#pragma once
// Products around arrays of scores [batch][rows][columns]: those that make one, and those that contract it along its
// rows or columns. Private to fuse/.
#include <optional>
#include <vector>

#include "codegen/fuse/fuse.h"
#include "codegen/prepare/dot_dims.h"

namespace partita {

// An array of scores, row-major: its rows are queries, its columns keys.
struct ScoreSpace {
  int64_t batch = 1, rows = 1, columns = 1;
  friend bool operator==(const ScoreSpace&, const ScoreSpace&) = default;
};

// What an operand of DOT is, converts and transposes that are inlined apart: its flat indices count along that.
struct OperandArray {
  ValueId array;
  std::vector<ValueId> chain;  // the operand first, the array last
  FollowedArray followed;
};
OperandArray operandArray(const Graph& graph, const RegionAccess& access, const Node& dot, size_t operand);
// The operand that is ARRAY.
std::optional<OperandArray> operandThatIs(const Graph& graph, const RegionAccess& access, const Node& dot,
                                          ValueId array);

// Flat indices that count along ARRAY, an output of PRODUCT (kContraction).
FollowedArray resultArray(const Graph& graph, const FusionGroup& product, ValueId array);

// Of which scores ARRAY, an output of PRODUCT (kContraction), is the array, if its rows have COLUMNS elements and it
// lies so.
std::optional<ScoreSpace> scoresMadeBy(const Graph& graph, const FusionGroup& product, ValueId array, int64_t columns);

// What PRODUCT (kContraction) does with ARRAY, of SPACE: contracts its columns (as the product with values does) or its
// rows, and reads it nowhere else; its result is contiguous along what the other operand brings. Nothing: else.
enum class Contracts : uint8_t { kColumns, kRows };
std::optional<Contracts> contracts(const Graph& graph, const RegionAccess& access, const FusionGroup& product,
                                   ValueId array, const ScoreSpace& space);

// Whether all anchored nodes of NODES that read VALUE do so at their own place.
bool readAtItsPlace(const RegionAccess& access, const std::vector<NodeId>& nodes, ValueId value);

}  // namespace partita
