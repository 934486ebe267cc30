#include "codegen/prepare/canonical_running.h"

#include <algorithm>
#include <cmath>

#include "base/integers.h"
#include "codegen/prepare/access.h"
#include "graph/ops/lift_region.h"
#include "graph/ops/node_builder.h"

namespace partita {

namespace {

constexpr int64_t kManyRows = 32;                 // side by side
constexpr int64_t kLongRow = 256, kShortRow = 8;  // that are worth cutting, and transposing

class Running {
 public:
  Running(Graph& graph, NodeId id)
      : graph_(graph),
        id_(id),
        node_(graph.nodes[id]),
        count_(node_.results.size()),
        make_(NodeBuilder::before(graph, id)) {}

  Status run() {
    if (!find()) return absl::OkStatus();
    const Dims dims = graph_.type(node_.operands[0]).dims;
    const int64_t last = static_cast<int64_t>(dims.size()) - 1, n = dims[dim_];
    int64_t behind = 1;
    for (int64_t d = dim_ + 1; d <= last; ++d) behind *= dims[d];
    const int64_t rows = elementCount(dims) / std::max<int64_t>(n, 1);
    const bool isLong = rows < kManyRows && n >= kLongRow;
    // Rows that are side by side as they are.
    if (rows == 0 || behind >= kManyRows || !(isLong || (rows >= kManyRows && n >= kShortRow))) return absl::OkStatus();
    if (isLong && !isLiftable(graph_, node_.regions[0])) return absl::OkStatus();
    std::vector<ValueId> values;
    Dims moved;
    for (size_t i = 0; i < count_; ++i) {
      const ValueId v = make_.moveDim(node_.operands[i], dim_, last);
      moved = make_.typeOf(v).dims;
      values.push_back(make_.reshape(v, {rows, n}));
    }
    if (isLong) {
      ASSIGN_OR_RETURN(values, inParts(values));
    } else {
      values = sideBySide(values);
    }
    for (size_t i = 0; i < count_; ++i)
      graph_.replaceAllUses(node_.results[i], make_.moveDim(make_.reshape(values[i], moved), last, dim_));
    return absl::OkStatus();
  }

 private:
  // Whether it is one, by a region that is no single operation.
  bool find() {
    if (count_ == 1 && simpleReduction(graph_, node_.regions[0])) return false;
    const Dims& dims = graph_.type(node_.operands[0]).dims;
    auto at = [&](std::string_view name, size_t i, int64_t fallback) {
      const auto values = node_.attrs.getInts(name);
      return values.empty() ? fallback : values[i];
    };
    for (size_t d = 0; d < dims.size(); ++d) {
      const int64_t window = at("window_dimensions", d, 1), low = at("padding", 2 * d, 0),
                    high = at("padding", 2 * d + 1, 0);
      const bool plain =
          at("window_strides", d, 1) == 1 && at("base_dilations", d, 1) == 1 && at("window_dilations", d, 1) == 1;
      if (plain && window == 1 && low == 0 && high == 0) continue;
      const bool up = low == dims[d] - 1 && high == 0, down = low == 0 && high == dims[d] - 1;
      if (!plain || window != dims[d] || !(up || down) || dim_ >= 0) return false;
      dim_ = static_cast<int64_t>(d);
      backward_ = !up;
    }
    return dim_ >= 0;
  }

  // The same op along the first dimension of VALUES, which are the transposes of rows.
  std::vector<ValueId> sideBySide(const std::vector<ValueId>& values) {
    std::vector<ValueId> operands;
    std::vector<TensorType> types;
    for (ValueId v : values) {
      operands.push_back(make_.moveDim(v, 1, 0));
      types.push_back(make_.typeOf(operands.back()));
    }
    operands.insert(operands.end(), node_.operands.begin() + static_cast<std::ptrdiff_t>(count_), node_.operands.end());
    const int64_t n = types[0].dims[0];
    AttrDict attrs;
    attrs.set("window_dimensions", IntsAttr{n, 1});
    attrs.set("padding", backward_ ? IntsAttr{0, n - 1, 0, 0} : IntsAttr{n - 1, 0, 0, 0});
    const NodeId made = make_.nodes(OpKind::kReduceWindow, operands, types, std::move(attrs));
    IdVector<ValueId, ValueId> map(graph_.values.size());
    for (ValueId v : capturedValues(graph_, id_)) map[v] = v;
    copyRegion(graph_, node_.regions[0], graph_, made, map);
    std::vector<ValueId> results;
    for (size_t i = 0; i < count_; ++i) results.push_back(make_.moveDim(graph_.result(made, i), 0, 1));
    return results;
  }

  StatusOr<std::vector<ValueId>> inParts(const std::vector<ValueId>& values) {
    const Dims dims = make_.typeOf(values[0]).dims;
    const int64_t rows = dims[0], n = dims[1];
    const int64_t each = ceilDiv(n, std::max<int64_t>(64, static_cast<int64_t>(std::sqrt(static_cast<double>(n)))));
    const int64_t parts = ceilDiv(n, each), padding = parts * each - n;
    // What is added comes behind all others.
    std::vector<ValueId> padded;
    for (size_t i = 0; i < count_; ++i) {
      const ValueId v =
          make_.pad(values[i], 1, backward_ ? padding : 0, backward_ ? 0 : padding, node_.operands[count_ + i]);
      padded.push_back(make_.reshape(v, {rows * parts, each}));
    }
    // What comes before a part: the initial value, then the sums of the parts so far.
    std::vector<ValueId> sums, ends;
    for (ValueId v : sideBySide(padded)) {
      const ValueId init = node_.operands[count_ + sums.size()];
      sums.push_back(make_.reshape(v, {rows, parts, each}));
      ValueId end = make_.reshape(make_.slice(sums.back(), 2, backward_ ? 0 : each - 1, 1), {rows, parts});
      end = make_.slice(end, 1, backward_ ? 1 : 0, parts - 1);
      ends.push_back(make_.pad(end, 1, backward_ ? 0 : 1, backward_ ? 1 : 0, init));
    }
    const Dims all = {rows, parts, each};
    std::vector<ValueId> before;
    for (ValueId v : sideBySide(ends))
      before.push_back(make_.broadcast(v, TensorType(make_.typeOf(v).dtype, all), {0, 1}));
    // In the order of the elements.
    std::vector<ValueId> args = backward_ ? sums : before;
    const std::vector<ValueId>& right = backward_ ? before : sums;
    args.insert(args.end(), right.begin(), right.end());
    ASSIGN_OR_RETURN(const std::vector<ValueId> combined,
                     liftRegion(make_, node_.regions[0], args, all, "the body of stablehlo.reduce_window"));
    std::vector<ValueId> results;
    for (ValueId v : combined)
      results.push_back(make_.slice(make_.reshape(v, {rows, parts * each}), 1, backward_ ? padding : 0, n));
    return results;
  }

  Graph& graph_;
  const NodeId id_;
  const Node node_;
  const size_t count_;
  NodeBuilder make_;
  int64_t dim_ = -1;
  bool backward_ = false;
};

}  // namespace

Status canonicalRunning(Graph& graph, NodeId id) { return Running(graph, id).run(); }

}  // namespace partita
