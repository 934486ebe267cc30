// The constraints of ops whose shapes are operands, and of others that become one op, by their numbers. What they share
// with the ops that they become is checked there, and said by the numbers that it has here.
#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_replace.h"
#include "frontends/import/importer.h"

namespace partita {
namespace {

constexpr size_t kNoShapes = size_t{1} << 32;

struct DynamicOp {
  std::string_view name, becomes;
  size_t shapes;                // operands from here on are sizes: kNoShapes: none
  int rank;                     // of each of them
  std::string_view sizeOfRank;  // asks for as many sizes as the result has dimensions
  // Numbers of the op that it becomes that are others here.
  std::vector<std::pair<std::string_view, std::string_view>> numbers = {};
};

const DynamicOp* dynamicOp(std::string_view name) {
  static const auto* const kOps =
      new std::vector<DynamicOp>{{"stablehlo.dynamic_broadcast_in_dim", "broadcast_in_dim", 1, 1, "c7", {{"i2", "i3"}}},
                                 {"stablehlo.dynamic_conv", "convolution", 2, 2, "", {{"i3", "i4"}, {"i4", "i3"}}},
                                 {"stablehlo.dynamic_gather",
                                  "gather",
                                  2,
                                  1,
                                  "",
                                  {{"i3", "i4"},
                                   {"i4", "i5"},
                                   {"i7", "i6"},
                                   {"i8", "i7"},
                                   {"i9", "i3"},
                                   {"i10", "i8"},
                                   {"c7", "c6"},
                                   {"c8", "c7"},
                                   {"c9", "c8"},
                                   {"c18", "c9"},
                                   {"c19", "c10"},
                                   {"c20", "c11"},
                                   {"c21", "c12"},
                                   {"c22", "c13"},
                                   {"c23", "c14"}}},
                                 {"stablehlo.dynamic_iota", "iota", 0, 1, "c2", {{"i1", "i2"}}},
                                 {"stablehlo.dynamic_pad", "pad", 2, 1, ""},
                                 {"stablehlo.dynamic_reshape", "reshape", 1, 1, "c4"},
                                 {"stablehlo.collective_reduce",
                                  "all_reduce",
                                  kNoShapes,
                                  0,
                                  "",
                                  {{"c3", "c2"}, {"c5", "c4"}, {"c6", "c3"}, {"c7", "c4"}}}};
  const auto found = absl::c_find_if(*kOps, [&](const DynamicOp& op) { return op.name == name; });
  return found == kOps->end() ? nullptr : &*found;
}

std::string_view withoutDialect(std::string_view name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

Status Importer::checkDynamic(const ir::Operation& op) const {
  const DynamicOp* dynamic = dynamicOp(op.name);
  if (dynamic == nullptr) return {};
  const auto wrong = [&](std::string_view constraint, const auto&... parts) {
    return failAt(op.place, withoutDialect(op.name), "_", constraint, ": ", parts..., " (", described(op), ")");
  };
  for (size_t i = dynamic->shapes; i < op.operands.size(); ++i) {
    const TensorType& type = graph_.type((*frame_)[op.operands[i]]);
    if (!isInteger(type.dtype) || type.rank() != dynamic->rank)
      return wrong(strCat("i", i + 1), "expected a ", dynamic->rank, "-dimensional tensor of integers, found ",
                   type.toString());
  }
  const std::optional<TensorType> result = graphType(typeOf(op.results[0]));
  if (!dynamic->sizeOfRank.empty() && result) {
    const TensorType& shape = graph_.type((*frame_)[op.operands[dynamic->shapes]]);
    if (shape.dims[0] != result->rank())
      return wrong(dynamic->sizeOfRank, shape.dims[0], " sizes for a result of type ",
                   ir::toString(typeOf(op.results[0])));
  }
  absl::flat_hash_set<int64_t> known;
  for (const auto& [name, input, range] : {std::tuple("known_expanding_dimensions", "i4", "c9"),
                                           std::tuple("known_nonexpanding_dimensions", "i5", "c10")}) {
    if (op.attributes.find(name) == nullptr) continue;
    const std::optional<IntsAttr> dims = intsAttribute(op, name);
    if (!dims) return wrong(input, "expected integers for ", name);
    for (const int64_t dim : *dims) {
      const TensorType& operand = graph_.type((*frame_)[op.operands[0]]);
      if (dim < 0 || dim >= operand.rank())
        return wrong(range, name, " ", dimsToString(*dims), " must be in [0, ", operand.rank(), ")");
      if (!known.insert(dim).second) return wrong("c8", "dimension ", dim, " is known twice");
    }
  }
  return {};
}

Status Importer::renumbered(const ir::Operation& op, Status status) {
  const DynamicOp* dynamic = dynamicOp(op.name);
  if (dynamic == nullptr || status.code() != absl::StatusCode::kInvalidArgument) return status;
  std::string message(toView(status.message()));
  const std::string before = strCat(": ", dynamic->becomes, "_");
  if (const size_t at = message.find(before); at != std::string::npos) {
    const size_t begin = at + before.size(), end = message.find(':', begin);
    std::string number = message.substr(begin, end - begin);
    for (const auto& [from, to] : dynamic->numbers) {
      if (number != from) continue;
      number = to;
      break;
    }
    message = strCat(message.substr(0, at + 2), withoutDialect(op.name), "_", number, message.substr(end));
  }
  return invalidArgument(
      absl::StrReplaceAll(message, {{strCat("stablehlo.", dynamic->becomes, " at"), strCat(op.name, " at")},
                                    {strCat(" of stablehlo.", dynamic->becomes, ","), strCat(" of ", op.name, ",")}}));
}

}  // namespace partita
