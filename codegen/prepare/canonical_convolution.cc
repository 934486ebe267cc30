#include "codegen/prepare/canonical_convolution.h"

#include <algorithm>

#include "graph/op.h"
#include "graph/ops/node_builder.h"

namespace partita {

namespace {

constexpr int64_t kMostPadded = 8;  // times the elements of the input; what is larger is not written out
constexpr int64_t kSmallWindow = 25;
constexpr int64_t kManyFeatures = 16;   // that are moved to where they lie next to each other,
constexpr int64_t kManyProducts = 128;  // where a sum has as many

class Convolution {
 public:
  Convolution(Graph& graph, NodeId id) : graph_(graph), id_(id), make_(NodeBuilder::before(graph, id)) {}

  void run() {
    if (!hasWindowsOfOne()) {
      moveInputsLast();
      mergeFeatures();
    }
    if (!isOfChannels()) writeOutPadding();
    if (becomesProduct()) return;
    moveOutputsLast();
    moveResultsLast();
  }

 private:
  Node& node() { return graph_.nodes[id_]; }
  int64_t attr(std::string_view name) { return node().attrs.getInt(name); }
  IntsAttr ints(std::string_view name) {
    const auto values = node().attrs.getInts(name);
    return {values.begin(), values.end()};
  }
  int64_t spatial(std::string_view name, size_t at, int64_t fallback) {
    const auto values = node().attrs.getInts(name);
    return values.empty() ? fallback : values[at];
  }

  void writeOutPadding() {
    const TensorType type = graph_.type(node().operands[0]), kernel = graph_.type(node().operands[1]),
                     out = graph_.type(node().results[0]);
    const IntsAttr at = ints("input_spatial_dimensions"), kernelAt = ints("kernel_spatial_dimensions"),
                   outputAt = ints("output_spatial_dimensions");
    IntsAttr low(type.dims.size(), 0), high = low, interior = low;
    IntsAttr left, holes;  // padding and dilation that stay
    TensorType padded = type;
    for (size_t d = 0; d < at.size(); ++d) {
      const int64_t base = spatial("lhs_dilation", d, 1), size = type.dims[at[d]];
      int64_t &before = low[at[d]], &after = high[at[d]];
      before = spatial("padding", 2 * d, 0);
      after = spatial("padding", 2 * d + 1, 0);
      if (base > 1 && spatial("window_strides", d, 1) == 1 && spatial("rhs_dilation", d, 1) == 1) {
        const int64_t all = before + (size - 1) * base + 1 + after;
        const PhaseReach reach = reachOfPhases(out.dims[outputAt[d]], kernel.dims[kernelAt[d]], base, before);
        left.push_back(before);
        before = std::max<int64_t>(0, -reach.first);
        after = std::max<int64_t>(0, reach.last - (size - 1));
        left.back() -= base * before;
        left.push_back(all - left.back() - (before + size + after - 1) * base - 1);
        holes.push_back(base);
      } else {
        interior[at[d]] = base - 1;
        left.insert(left.end(), {0, 0});
        holes.push_back(1);
      }
      padded.dims[at[d]] = before + (size - 1) * (interior[at[d]] + 1) + 1 + after;
    }
    if (padded.elements() > kMostPadded * type.elements()) return;
    if (padded != type || std::any_of(low.begin(), low.end(), [](int64_t n) { return n != 0; })) {
      AttrDict attrs;
      attrs.set("low", std::move(low));
      attrs.set("high", std::move(high));
      attrs.set("interior", std::move(interior));
      const ValueId zero = make_.splat(TensorType(type.dtype, {}), 0);
      const ValueId made = make_.node(OpKind::kPad, {node().operands[0], zero}, std::move(padded), std::move(attrs));
      node().operands[0] = made;
    }
    auto set = [&](std::string_view name, IntsAttr values, int64_t plain) {
      if (std::all_of(values.begin(), values.end(), [&](int64_t n) { return n == plain; }))
        node().attrs.erase(name);
      else
        node().attrs.set(name, std::move(values));
    };
    set("padding", std::move(left), 0);
    set("lhs_dilation", std::move(holes), 1);
  }

  ValueId transposed(ValueId value, IntsAttr order) {
    const TensorType type = graph_.type(value);
    if (std::is_sorted(order.begin(), order.end())) return value;
    Dims dims;
    for (int64_t d : order) dims.push_back(type.dims[d]);
    AttrDict attrs;
    attrs.set("dims", std::move(order));
    return make_.node(OpKind::kTranspose, {value}, TensorType(type.dtype, std::move(dims)), std::move(attrs));
  }

  bool hasWindowsOfOne() {
    const IntsAttr at = ints("kernel_spatial_dimensions");
    return std::all_of(at.begin(), at.end(), [&](int64_t d) { return graph_.type(node().operands[1]).dims[d] == 1; });
  }
  // A small window over each channel (depthwise): reading the input takes the time, not the sums. Places of the window
  // are written out, and those that may be in the padding are few.
  bool isOfChannels() {
    const TensorType& kernel = graph_.type(node().operands[1]);
    int64_t window = 1;
    for (int64_t d : ints("kernel_spatial_dimensions")) window *= kernel.dims[d];
    const IntsAttr holes = ints("lhs_dilation");
    return attr("feature_group_count") > 1 && kernel.dims[attr("kernel_input_feature_dimension")] == 1 &&
           window <= kSmallWindow && attr("input_feature_dimension") == kernel.rank() - 1 &&
           std::all_of(holes.begin(), holes.end(), [](int64_t n) { return n == 1; });
  }
  // Whether features are worth an order of dimensions in which they are last, instead of places.
  bool movesFeatures(const TensorType& type, int64_t feature, const IntsAttr& spatial) {
    const TensorType& kernel = graph_.type(node().operands[1]);
    const int64_t outputs = kernel.dims[attr("kernel_output_feature_dimension")];
    return type.dims[feature] >= kManyFeatures &&
           (kernel.elements() >= kManyProducts * outputs || attr("feature_group_count") > 1) &&
           std::find(spatial.begin(), spatial.end(), type.rank() - 1) != spatial.end();
  }
  IntsAttr places(size_t count) {
    IntsAttr dims;
    for (size_t d = 0; d < count; ++d) dims.push_back(static_cast<int64_t>(d) + 1);
    return dims;
  }

  // Windows then read features that lie next to each other.
  void moveInputsLast() {
    const ValueId input = node().operands[0];
    const IntsAttr spatial = ints("input_spatial_dimensions");
    const int64_t feature = attr("input_feature_dimension"), rank = graph_.type(input).rank();
    if (!movesFeatures(graph_.type(input), feature, spatial)) return;
    IntsAttr order = spatial;
    order.insert(order.begin(), attr("input_batch_dimension"));
    order.push_back(feature);
    node().operands[0] = transposed(input, std::move(order));
    node().attrs.set("input_batch_dimension", int64_t{0});
    node().attrs.set("input_feature_dimension", rank - 1);
    node().attrs.set("input_spatial_dimensions", places(spatial.size()));
  }

  // Few features that lie at each place, of input and kernel alike: a window moves over both, with a stride of as many.
  // Rows are long then, of padding and of what is summed over.
  void mergeFeatures() {
    const TensorType input = graph_.type(node().operands[0]), kernel = graph_.type(node().operands[1]);
    const int64_t last = input.rank() - 1, features = kernel.dims[attr("kernel_input_feature_dimension")];
    const IntsAttr inputAt = ints("input_spatial_dimensions"), kernelAt = ints("kernel_spatial_dimensions");
    size_t d = 0;
    while (d < inputAt.size() && inputAt[d] != last - 1) ++d;
    if (d == inputAt.size() || attr("input_feature_dimension") != last || features == 1 || features >= kManyFeatures ||
        attr("kernel_input_feature_dimension") != kernelAt[d] + 1 || attr("feature_group_count") > 1 ||
        attr("batch_group_count") > 1 || spatial("lhs_dilation", d, 1) != 1 || spatial("rhs_dilation", d, 1) != 1 ||
        spatial("window_reversal", d, 0) != 0)
      return;
    auto merged = [&](const TensorType& type, int64_t at) {
      Dims dims = type.dims;
      dims[at] *= features;
      dims[at + 1] = 1;
      return dims;
    };
    node().operands[0] = make_.reshape(node().operands[0], merged(input, last - 1));
    node().operands[1] = make_.reshape(node().operands[1], merged(kernel, kernelAt[d]));
    IntsAttr strides(inputAt.size(), 1), padding(2 * inputAt.size(), 0);
    for (size_t s = 0; s < inputAt.size(); ++s) {
      const int64_t times = s == d ? features : 1;
      strides[s] = times * spatial("window_strides", s, 1);
      for (size_t side = 2 * s; side < 2 * s + 2; ++side) padding[side] = times * spatial("padding", side, 0);
    }
    node().attrs.set("window_strides", std::move(strides));
    node().attrs.set("padding", std::move(padding));
  }

  // Vectors along features are then stored whole.
  void moveResultsLast() {
    const ValueId result = node().results[0];
    const TensorType type = graph_.type(result);
    const IntsAttr spatial = ints("output_spatial_dimensions");
    const int64_t feature = attr("output_feature_dimension"), rank = type.rank();
    if (!movesFeatures(type, feature, spatial)) return;
    // `back`: where each dimension of the result is in the new order.
    IntsAttr order = spatial, back(static_cast<size_t>(rank), 0);
    order.insert(order.begin(), attr("output_batch_dimension"));
    order.push_back(feature);
    TensorType moved(type.dtype, {});
    for (size_t d = 0; d < order.size(); ++d) {
      moved.dims.push_back(type.dims[order[d]]);
      back[order[d]] = static_cast<int64_t>(d);
    }
    AttrDict attrs = node().attrs;
    attrs.set("output_batch_dimension", int64_t{0});
    attrs.set("output_feature_dimension", rank - 1);
    attrs.set("output_spatial_dimensions", places(spatial.size()));
    const ValueId made =
        make_.node(OpKind::kConvolution, {node().operands[0], node().operands[1]}, std::move(moved), std::move(attrs));
    graph_.replaceAllUses(result, transposed(made, std::move(back)));
    graph_.unlink(id_);
  }

  bool becomesProduct() {
    if (node().attrs.has("padding") || node().attrs.has("lhs_dilation")) return false;
    if (attr("feature_group_count") > 1 || attr("batch_group_count") > 1 || !hasWindowsOfOne()) return false;
    const TensorType kernel = graph_.type(node().operands[1]), out = graph_.type(node().results[0]);
    const IntsAttr inputAt = ints("input_spatial_dimensions"), outputAt = ints("output_spatial_dimensions");
    // Elements that no window reads are left out first.
    ValueId lhs = node().operands[0];
    TensorType taken = graph_.type(lhs);
    IntsAttr strides(taken.dims.size(), 1), limit(taken.dims.begin(), taken.dims.end());
    for (size_t d = 0; d < inputAt.size(); ++d) {
      const int64_t stride = spatial("window_strides", d, 1), size = out.dims[outputAt[d]];
      strides[inputAt[d]] = stride;
      limit[inputAt[d]] = (size - 1) * stride + 1;
      taken.dims[inputAt[d]] = size;
    }
    if (taken != graph_.type(lhs)) {
      AttrDict attrs;
      attrs.set("start", IntsAttr(limit.size(), 0));
      attrs.set("limit", std::move(limit));
      attrs.set("strides", std::move(strides));
      lhs = make_.node(OpKind::kSlice, {lhs}, taken, std::move(attrs));
    }
    const int64_t features = attr("kernel_input_feature_dimension"), outputs = attr("kernel_output_feature_dimension");
    const ValueId matrix =
        make_.reshape(transposed(node().operands[1], orderOf(ints("kernel_spatial_dimensions"), features, outputs)),
                      {kernel.dims[features], kernel.dims[outputs]});
    AttrDict attrs;
    attrs.set("lhs_batch", IntsAttr());
    attrs.set("rhs_batch", IntsAttr());
    attrs.set("lhs_contract", IntsAttr{attr("input_feature_dimension")});
    attrs.set("rhs_contract", IntsAttr{0});
    // The product's dimensions: those of the input without its features, then the outputs. IN holds, for each of the
    // result's, which of these it is.
    TensorType product(out.dtype, {});
    IntsAttr in(out.dims.size(), 0);
    for (int64_t d = 0; d < taken.rank(); ++d) {
      if (d == attr("input_feature_dimension")) continue;
      int64_t to = attr("output_batch_dimension");
      for (size_t s = 0; s < inputAt.size(); ++s) to = inputAt[s] == d ? outputAt[s] : to;
      in[to] = product.rank();
      product.dims.push_back(taken.dims[d]);
    }
    in[attr("output_feature_dimension")] = product.rank();
    product.dims.push_back(kernel.dims[outputs]);
    const ValueId dot = make_.node(OpKind::kDotGeneral, {lhs, matrix}, std::move(product), std::move(attrs));
    graph_.replaceAllUses(node().results[0], transposed(dot, std::move(in)));
    graph_.unlink(id_);
    return true;
  }

  static IntsAttr orderOf(IntsAttr spatial, int64_t features, int64_t outputs) {
    spatial.push_back(features);
    spatial.push_back(outputs);
    return spatial;
  }

  // Along them the kernel is read in vectors, or by neighbouring places.
  void moveOutputsLast() {
    const ValueId kernel = node().operands[1];
    const int64_t rank = graph_.type(kernel).rank(), features = attr("kernel_input_feature_dimension"),
                  outputs = attr("kernel_output_feature_dimension");
    if (outputs == rank - 1 || graph_.type(kernel).dims[outputs] == 1) return;
    IntsAttr order, at = ints("kernel_spatial_dimensions");
    for (int64_t d = 0; d < rank; ++d) {
      if (d != outputs) order.push_back(d);
    }
    order.push_back(outputs);
    node().operands[1] = transposed(kernel, std::move(order));
    auto moved = [&](int64_t d) { return d > outputs ? d - 1 : d; };
    for (int64_t& d : at) d = moved(d);
    node().attrs.set("kernel_spatial_dimensions", std::move(at));
    node().attrs.set("kernel_input_feature_dimension", moved(features));
    node().attrs.set("kernel_output_feature_dimension", rank - 1);
  }

  Graph& graph_;
  const NodeId id_;
  NodeBuilder make_;
};

}  // namespace

PhaseReach reachOfPhases(int64_t out, int64_t window, int64_t base, int64_t low) {
  // Point base * n + phase reads places first + base * v, first = (low - phase) mod base: element n + v + (phase - low)
  // / base, rounded up.
  auto up = [&](int64_t x) { return x >= 0 ? (x + base - 1) / base : -(-x / base); };
  return {up(-low), (out + base - 1) / base - 1 + (window + base - 1) / base - 1 + up(base - 1 - low)};
}

void canonicalConvolution(Graph& graph, NodeId node) { Convolution(graph, node).run(); }

}  // namespace partita
