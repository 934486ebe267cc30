// Convolutions by Winograd's algorithm, one nest: the transformation of the kernel, of the input, the product of both
// at each point, the transformation of its sums, the elementwise nodes that follow. A transformation runs along rows,
// then along columns; coefficients are expressions of the axes, which schedules unroll.
#include <algorithm>
#include <cmath>

#include "base/integers.h"
#include "codegen/lower/row_plan.h"
#include "codegen/lower/window.h"
#include "codegen/lower/winograd.h"
#include "graph/op.h"

namespace partita {

namespace {

constexpr int64_t kSide = 3;      // of the windows; of the result that is the gradient of a kernel
constexpr int64_t kGradient = 4;  // places of the large window that are a tile, along one side
// Cycles, measured on Zen 5: of the product over those of its multiply-adds; of a vector that is transformed, with 32
// registers and with less; of a byte of the transformed kernel (of a gradient: of the tiles), which is written and
// read, in a cache and in memory.
constexpr double kProduct = 1.1, kProductOfGradient = 1.3, kTransformed = 5, kTransformedInFew = 8, kInCache = 0.03,
                 kInMemory = 0.18;
constexpr double kGain = 0.9, kFewestCycles = 1e4;  // what is worth it

// Dimensions and attributes of a convolution that there is a form of Winograd's algorithm for.
struct Form {
  Form(const Graph& graph, const Node& node)
      : attrs(node.attrs),
        input(graph.type(node.operands[0])),
        kernel(graph.type(node.operands[1])),
        out(graph.type(node.results[0])) {
    for (const TensorType* type : {&input, &kernel, &out}) {
      if (type->dtype != DType::kF32 || type->rank() != 4 || type->elements() == 0) return;
    }
    gradient = places(0) == kSide && places(1) == kSide && (window(0) != kSide || window(1) != kSide);
    fits = matches();
  }

  int64_t attr(std::string_view name) const { return attrs.getInt(name); }
  int64_t spatial(std::string_view name, size_t at, int64_t fallback) const {
    const auto values = attrs.getInts(name);
    return values.empty() ? fallback : values[at];
  }
  int64_t dim(const TensorType& type, std::string_view name) const { return type.dims[attr(name)]; }
  int64_t place(std::string_view name, size_t d) const { return attrs.getInts(name)[d]; }
  int64_t window(size_t d) const { return kernel.dims[place("kernel_spatial_dimensions", d)]; }
  int64_t places(size_t d) const { return out.dims[place("output_spatial_dimensions", d)]; }

  // Tiles along a dimension where one has M results; of a gradient: places of the window.
  int64_t tiles(size_t d, int64_t m) const {
    return ceilDiv(gradient ? window(d) : places(d), gradient ? kGradient : m);
  }
  int64_t images() const { return gradient ? dim(kernel, "kernel_input_feature_dimension") : batch(); }
  int64_t batch() const { return dim(out, "output_batch_dimension"); }
  int64_t features() const { return gradient ? batch() : dim(kernel, "kernel_input_feature_dimension"); }
  int64_t outputs() const { return dim(kernel, "kernel_output_feature_dimension"); }

  // Two multiply-adds a cycle.
  double directCycles(const CpuTarget& target) const {
    return static_cast<double>(out.elements()) * static_cast<double>(kernel.elements() / outputs()) /
           (2.0 * target.lanes(4));
  }
  double cycles(int64_t m, const CpuTarget& target) const {
    const double side = static_cast<double>(m + (gradient ? kGradient : kSide) - 1), points = side * side,
                 lanes = target.lanes(4), number = static_cast<double>(images() * tiles(0, m) * tiles(1, m)),
                 in = static_cast<double>(features()), from = static_cast<double>(outputs());
    // Read by all of the products: of a gradient all tiles, else the kernel.
    const double bytes = 4 * points * (gradient ? number * (in + from) : in * from);
    const double beyond = std::clamp(4 * bytes / static_cast<double>(target.l3Bytes) - 1, 0.0, 1.0),
                 transformed = target.vectorRegisters >= 32 ? kTransformed : kTransformedInFew;
    return (gradient ? kProductOfGradient : kProduct) * points * number * in * from / (2 * lanes) +
           transformed * points * (number * (in + from) + in * from / 2) / lanes +
           bytes * (kInCache + (kInMemory - kInCache) * beyond);
  }

  bool matches() const {
    // Vectors run along features.
    if (attr(gradient ? "input_batch_dimension" : "input_feature_dimension") != 3 ||
        attr("output_feature_dimension") != 3 || attr("kernel_output_feature_dimension") != 3)
      return false;
    if (attr("feature_group_count") != 1 || attr("batch_group_count") != 1) return false;
    for (size_t d = 0; d < 2; ++d) {
      if ((gradient ? places(d) : window(d)) != kSide || (gradient && window(d) < kGradient) ||
          spatial("window_strides", d, 1) != 1 || spatial("lhs_dilation", d, 1) != 1 ||
          spatial("rhs_dilation", d, 1) != 1 || (gradient && spatial("window_reversal", d, 0) != 0))
        return false;
    }
    if (!attrs.has("precision_config")) return true;
    return attrs.getKeyword("precision_config").find("HIGH") == std::string::npos;
  }

  const AttrDict& attrs;
  const TensorType &input, &kernel, &out;
  bool gradient = false;  // the result is that of a kernel
  bool fits = false;
};

class WinogradNest {
 public:
  WinogradNest(NestLowering& lowering, const Node& node, int64_t outputs)
      : lowering_(lowering),
        nest_(lowering.nest()),
        loops_(lowering.loops()),
        node_(node),
        form_(lowering.context().graph, node),
        m_(winogradMatrices(outputs, form_.gradient ? kGradient : kSide)) {
    for (size_t d = 0; d < 2; ++d) tiles_[d] = form_.tiles(d, outputs);
  }

  // The sums are over features of the input; of a gradient over tiles.
  TempId run() {
    tile_ = nest_.axis("t", form_.images() * tiles_[0] * tiles_[1]);
    feature_ = nest_.axis("f", form_.outputs());
    x_ = nest_.axis("x", m_.points), y_ = nest_.axis("y", m_.points);
    i_ = nest_.axis("i", form_.features());
    const AxisId row = form_.gradient ? i_ : tile_, summed = form_.gradient ? tile_ : i_;
    const TempId kernel = transformedKernel(summed), input = transformedInput();
    const TempId product = nest_.reduction({{row}, {x_}, {y_}, {feature_}, {summed, AxisRole::kContracted}},
                                           ScalarOp::kAdd, zero(), times(loops_.temp(input), loops_.temp(kernel)));
    a_ = nest_.axis("a", m_.outputs), b_ = nest_.axis("b", m_.outputs);
    const TempId rows = transformed({row, feature_}, x_, a_, y_, m_.result, product);
    return transformed({row, feature_, a_}, y_, b_, AxisId(), m_.result, rows);
  }

  std::vector<AxisId> parallel() const { return {form_.gradient ? i_ : tile_, feature_, a_, b_}; }
  // The point of the result; EXISTS: whether it is one (invalid: always).
  std::vector<ExprId> index(ExprId& exists) {
    std::vector<ExprId> index(4);
    index[form_.attr("output_batch_dimension")] = form_.gradient ? nest_.at(i_) : image();
    index[form_.attr("output_feature_dimension")] = nest_.at(feature_);
    for (size_t d = 0; d < 2; ++d) {
      if (form_.gradient) {
        index[form_.place("output_spatial_dimensions", d)] = nest_.at(d == 0 ? a_ : b_);
        continue;
      }
      ExprId at = loops_.add(loops_.mul(tileAt(d), loops_.index(m_.outputs)), nest_.at(d == 0 ? a_ : b_));
      if (form_.places(d) % m_.outputs != 0) {
        const ExprId inside = loops_.op(ScalarOp::kCompareLt, DType::kI1, {at, loops_.index(form_.places(d))});
        exists = exists.valid() ? loops_.op(ScalarOp::kAnd, DType::kI1, {exists, inside}) : inside;
        at = loops_.min(at, loops_.index(form_.places(d) - 1));
      }
      index[form_.place("output_spatial_dimensions", d)] = at;
    }
    return index;
  }

 private:
  ExprId zero() { return loops_.constant(DType::kF32, 0); }
  ExprId times(ExprId x, ExprId y) { return loops_.op(ScalarOp::kMultiply, DType::kF32, {x, y}); }

  ExprId image() { return loops_.div(nest_.at(tile_), loops_.index(tiles_[0] * tiles_[1])); }
  ExprId tileAt(size_t d) {
    const ExprId row = loops_.div(nest_.at(tile_), loops_.index(tiles_[1]));
    return d == 0 ? loops_.mod(row, loops_.index(tiles_[0])) : loops_.mod(nest_.at(tile_), loops_.index(tiles_[1]));
  }

  // MATRIX, with a row for each point of TO and a column for each of FROM, times the values of TEMP along FROM.
  // KEPT, and REST where it is valid: the axes that stay.
  TempId transformed(const std::vector<AxisId>& kept, AxisId from, AxisId to, AxisId rest, const WinogradMatrix& matrix,
                     TempId temp) {
    std::vector<AxisUse> axes = parallelAxes(kept);
    axes.push_back({to});
    if (rest.valid()) axes.push_back({rest});
    axes.push_back({from, AxisRole::kContracted});
    // A table: by row, then by column.
    auto choose = [&](AxisId axis, int64_t n, ExprId x, ExprId otherwise) {
      const ExprId is = loops_.op(ScalarOp::kCompareEq, DType::kI1, {nest_.at(axis), loops_.index(n)});
      return loops_.op(ScalarOp::kSelect, DType::kF32, {is, x, otherwise});
    };
    ExprId coefficient = zero();
    for (int64_t r = 0; r < static_cast<int64_t>(matrix.elements.size()) / matrix.columns; ++r) {
      ExprId row = zero();
      for (int64_t c = 0; c < matrix.columns; ++c) {
        if (matrix.at(r, c) != 0) row = choose(from, c, loops_.constant(DType::kF32, matrix.at(r, c)), row);
      }
      coefficient = choose(to, r, row, coefficient);
    }
    const ExprId counts = loops_.op(ScalarOp::kCompareNe, DType::kI1, {coefficient, zero()});
    return nest_.reduction(std::move(axes), ScalarOp::kAdd, zero(), times(coefficient, loops_.temp(temp)), counts);
  }
  ExprId element(ValueId value, const std::vector<ExprId>& index, ExprId inside) {
    const ExprId x = lowering_.elements().valueAt(value, index);
    return inside.valid() ? loops_.op(ScalarOp::kSelect, DType::kF32, {inside, x, zero()}) : x;
  }

  // Tiles of a large window, or the kernel.
  TempId transformedKernel(AxisId summed) {
    const int64_t side = form_.gradient ? kGradient : kSide;
    const AxisId w[] = {nest_.axis("w0", side), nest_.axis("w1", side)};
    std::vector<ExprId> index(4);
    ExprId inside;
    for (size_t d = 0; d < 2; ++d) {
      ExprId at = nest_.at(w[d]);
      if (form_.gradient)
        at = windowPlace(loops_, {form_.window(d), side, tiles_[d], side}, tileAt(d), at, inside);
      else if (form_.spatial("window_reversal", d, 0) != 0)
        at = loops_.sub(loops_.index(side - 1), at);
      index[form_.place("kernel_spatial_dimensions", d)] = at;
    }
    index[form_.attr("kernel_input_feature_dimension")] = form_.gradient ? image() : nest_.at(i_);
    index[form_.attr("kernel_output_feature_dimension")] = nest_.at(feature_);
    const TempId elements = nest_.value({feature_, summed, w[0], w[1]}, element(node_.operands[1], index, inside));
    const TempId rows = transformed({feature_, summed}, w[0], x_, w[1], m_.window, elements);
    return transformed({feature_, summed, x_}, w[1], y_, AxisId(), m_.window, rows);
  }

  TempId transformedInput() {
    const AxisId u[] = {nest_.axis("u", m_.points), nest_.axis("v", m_.points)};
    std::vector<ExprId> index(4);
    ExprId inside;
    for (size_t d = 0; d < 2; ++d) {
      const int64_t at = form_.place("input_spatial_dimensions", d);
      index[at] = windowPlace(loops_,
                              {form_.input.dims[at], m_.points, tiles_[d], form_.gradient ? kGradient : m_.outputs, 1,
                               1, form_.spatial("padding", 2 * d, 0)},
                              tileAt(d), nest_.at(u[d]), inside);
    }
    index[form_.attr("input_batch_dimension")] = form_.gradient ? nest_.at(i_) : image();
    index[form_.attr("input_feature_dimension")] = form_.gradient ? image() : nest_.at(i_);
    const TempId elements = nest_.value({tile_, i_, u[0], u[1]}, element(node_.operands[0], index, inside));
    const TempId rows = transformed({tile_, i_}, u[0], x_, u[1], m_.input, elements);
    return transformed({tile_, i_, x_}, u[1], y_, AxisId(), m_.input, rows);
  }

  NestLowering& lowering_;
  NestBuilder& nest_;
  LoopBuilder& loops_;
  const Node& node_;
  const Form form_;
  const WinogradMatrices m_;
  int64_t tiles_[2] = {1, 1};  // along each dimension of places
  AxisId tile_, feature_, x_, y_, i_, a_, b_;
};

}  // namespace

WinogradMatrices winogradMatrices(int64_t outputs, int64_t window) {
  // Toom and Cook: polynomials are multiplied by their values at points, of which the last one is infinity.
  const double root = std::sqrt(2.0);
  const std::vector<double> points =
      outputs + window == 5 ? std::vector<double>{0, 1, -1} : std::vector<double>{0, 1 / root, -1 / root, root, -root};
  const int64_t last = static_cast<int64_t>(points.size());
  WinogradMatrices m;
  m.outputs = outputs, m.points = last + 1;
  auto zeros = [](int64_t rows, int64_t columns) {
    return WinogradMatrix{columns, std::vector<double>(static_cast<size_t>(rows * columns), 0)};
  };
  m.result = zeros(outputs, m.points), m.window = zeros(m.points, window), m.input = zeros(m.points, m.points);
  for (int64_t p = 0; p <= last; ++p) {
    // Coefficients of the product of x - points[j] over all other j, lowest first, and its value at the point.
    std::vector<double> product = {1};
    double value = 1;
    for (int64_t j = 0; j < last; ++j) {
      if (j == p) continue;
      const double zero = points[static_cast<size_t>(j)];
      product.push_back(0);
      for (size_t n = product.size(); n-- > 0;) product[n] = (n > 0 ? product[n - 1] : 0) - zero * product[n];
      if (p < last) value *= points[static_cast<size_t>(p)] - zero;
    }
    for (size_t n = 0; n < product.size(); ++n) {
      const double x = product[n];
      m.input.at(p, static_cast<int64_t>(n)) =
          std::abs(x) < 1e-12 ? 0 : x;  // what cancels to nothing, but for rounding
    }
    auto power = [&](int64_t n, int64_t most) {
      return p == last ? (n == most ? 1.0 : 0.0) : std::pow(points[static_cast<size_t>(p)], static_cast<double>(n));
    };
    for (int64_t a = 0; a < outputs; ++a) m.result.at(a, p) = power(a, outputs - 1);
    for (int64_t w = 0; w < window; ++w) m.window.at(p, w) = power(w, window - 1) / value;
  }
  return m;
}

int64_t winogradOutputs(const LoweringContext& context, const Node& node) {
  const Form form(context.graph, node);
  const int64_t lanes = context.target.lanes(4);
  if (context.fixedSums || context.strict || !form.fits || form.features() % lanes != 0 || form.outputs() % lanes != 0)
    return 0;
  double least = kGain * form.directCycles(context.target);
  if (least < kFewestCycles) return 0;
  int64_t best = 0;
  for (int64_t outputs : form.gradient ? std::vector<int64_t>{kSide} : std::vector<int64_t>{2, 4}) {
    const double cycles = form.cycles(outputs, context.target);
    if (cycles >= least) continue;
    least = cycles;
    best = outputs;
  }
  return best;
}

StatusOr<LoweredNest> lowerWinograd(const LoweringContext& context, const FusionGroup& group, const std::string& name,
                                    int64_t outputs) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  NestLowering lowering(context, name, group.inputs, group.outputs);
  lowering.promiseInPlace();
  WinogradNest nest(lowering, node, outputs);
  lowering.bindTemp(node.results[0], nest.run());
  ExprId exists;
  const std::vector<ExprId> index = nest.index(exists);
  lowering.computeAndStore(group, nest.parallel(), graph.type(node.results[0]).dims, index, exists);
  GroupWork work = groupWork(graph, group);
  return lowering.finish(work.flops + opDef(node.kind).cost(graph, node).flops, work.bytes);
}

}  // namespace partita
