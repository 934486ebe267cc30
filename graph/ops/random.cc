// Random bits from a state, by the counter-based generators of J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw,
// Parallel random numbers: as easy as 1, 2, 3 (2011), numbered and put together as XLA does, to the bit; and random
// numbers without a state. Every element follows from its place alone: the ops have no sharding rule but are written by
// others before they are partitioned, so that each device makes its own part of the same stream.
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

#include "graph/constants.h"
#include "graph/ops/elementwise.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/node_builder.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

constexpr std::array<int, 8> kThreefryRotations = {13, 15, 26, 6, 17, 29, 16, 24};
constexpr uint32_t kThreefryParity = 0x1BD11BDA;
constexpr uint32_t kPhiloxKey0 = 0x9E3779B9, kPhiloxKey1 = 0xBB67AE85;
constexpr uint32_t kPhiloxFactor0 = 0xD2511F53, kPhiloxFactor1 = 0xCD9E8D57;
constexpr int kPhiloxRounds = 10;

// What XLA makes of DEFAULT on processors.
bool isThreefry(const Node& node) { return node.attrs.getKeyword("algorithm") == "THREE_FRY"; }

StatusOr<Types> inferRngBitGenerator(const Graph& graph, const Node& node) {
  const TensorType& state = operandType(graph, node, 0);
  const std::string& algorithm = node.attrs.getKeyword("algorithm");
  if (algorithm != "DEFAULT" && algorithm != "THREE_FRY" && algorithm != "PHILOX")
    return violation(graph, node, "i1", "rng_algorithm ", algorithm, " is not one of DEFAULT THREE_FRY PHILOX");
  if (state.dtype != DType::kUI64 || state.rank() != 1)
    return violation(graph, node, "i2", "initial_state is ", state.toString(), ", not a vector of ui64");
  const int64_t size = state.dims[0];
  if (size != 2 && (size != 3 || algorithm == "THREE_FRY"))
    return violation(graph, node, "c2", "initial_state has ", size, " elements, ", algorithm, " has ",
                     algorithm == "THREE_FRY" ? "2" : "2 or 3");
  ASSIGN_OR_RETURN(const TensorType declared, requireDeclaredType(graph, node, 0));
  ASSIGN_OR_RETURN(const TensorType output, requireDeclaredType(graph, node, 1));
  if (declared != state)
    return violation(graph, node, "c1", "output_state is ", declared.toString(), ", initial_state ", state.toString());
  if (!isInteger(output.dtype) && !isFloat(output.dtype))
    return violation(graph, node, "o2", "element type of ", output.toString(), " is not allowed here");
  return Types{state, output};
}

OpCost randomCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  cost.flops = 40.0 * static_cast<double>(graph.type(node.results.back()).elements());
  return cost;
}

// How a shape is cut in two for words of 32 bits of Threefry, which makes two at a time: element i along `dim` is word
// i % 2 of block i / 2. The first even dimension, else the largest.
struct Halves {
  int64_t dim = -1;
  Dims blocks;
};
Halves halvesOf(const Dims& dims) {
  Halves out;
  out.blocks = dims;
  for (size_t d = 0; d < dims.size() && out.dim < 0; ++d) {
    if (dims[d] % 2 == 0) out.dim = static_cast<int64_t>(d);
  }
  if (out.dim < 0 && !dims.empty()) out.dim = std::max_element(dims.begin(), dims.end()) - dims.begin();
  if (out.dim >= 0) out.blocks[static_cast<size_t>(out.dim)] = (dims[static_cast<size_t>(out.dim)] + 1) / 2;
  return out;
}

int64_t elementsOf(const Dims& dims) {
  return std::accumulate(dims.begin(), dims.end(), int64_t{1}, std::multiplies<>());
}

// --- reference ---

std::array<uint32_t, 2> threefry(uint64_t key, uint64_t counter) {
  const uint32_t k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
  const std::array<uint32_t, 3> keys = {k0, k1, k0 ^ k1 ^ kThreefryParity};
  uint32_t x0 = static_cast<uint32_t>(counter) + k0, x1 = static_cast<uint32_t>(counter >> 32) + k1;
  for (uint32_t group = 0; group < 5; ++group) {
    for (size_t i = 0; i < 4; ++i) {
      x0 += x1;
      x1 = std::rotl(x1, kThreefryRotations[group % 2 * 4 + i]) ^ x0;
    }
    x0 += keys[(group + 1) % 3];
    x1 += keys[(group + 2) % 3] + group + 1;
  }
  return {x0, x1};
}

// The counter of 128 bits as two words, low first.
struct Counter {
  uint64_t low, high;
  Counter plus(uint64_t n) const { return {low + n, high + (low + n < low ? 1 : 0)}; }
};

std::array<uint32_t, 4> philox(uint64_t key, Counter counter) {
  std::array<uint32_t, 4> x = {static_cast<uint32_t>(counter.low), static_cast<uint32_t>(counter.low >> 32),
                               static_cast<uint32_t>(counter.high), static_cast<uint32_t>(counter.high >> 32)};
  uint32_t k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const uint64_t a = uint64_t{x[0]} * kPhiloxFactor0, b = uint64_t{x[2]} * kPhiloxFactor1;
    x = {static_cast<uint32_t>(b >> 32) ^ x[1] ^ k0, static_cast<uint32_t>(b),
         static_cast<uint32_t>(a >> 32) ^ x[3] ^ k1, static_cast<uint32_t>(a)};
    k0 += kPhiloxKey0;
    k1 += kPhiloxKey1;
  }
  return x;
}

// Element I of the stream of Philox, as words of 32 or of 64 bits.
uint64_t philoxElement(uint64_t key, Counter start, int64_t i, bool wide) {
  const int64_t each = wide ? 2 : 4;
  const std::array<uint32_t, 4> block = philox(key, start.plus(static_cast<uint64_t>(i / each)));
  const size_t at = static_cast<size_t>(i % each);
  return wide ? block[2 * at] | uint64_t{block[2 * at + 1]} << 32 : block[at];
}

EvalResult evaluateRngBitGenerator(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType type = graph.type(node.results[1]);
  const int bits = dtypeBits(type.dtype);
  const bool wide = bits > 32;
  Tensor output(type), state = operands[0];
  const uint64_t* in = operands[0].as<uint64_t>();
  const uint64_t key = in[0];
  const Dims strides = rowMajorStrides(type.dims);
  auto store = [&](int64_t i, uint64_t word) {
    std::byte* to = output.mutableData() + i * dtypeBytes(type.dtype);
    if (isInteger(type.dtype)) {
      storeFromInt(type.dtype, static_cast<int64_t>(word), to);
    } else {
      std::memcpy(to, &word, static_cast<size_t>(dtypeBytes(type.dtype)));
    }
  };
  uint64_t* out = state.mutableAs<uint64_t>();
  if (isThreefry(node)) {
    const Halves halves = halvesOf(type.dims);
    const Dims& blocks = wide ? type.dims : halves.blocks;
    const Dims blockStrides = rowMajorStrides(blocks);
    for (int64_t i = 0; i < type.elements(); ++i) {
      int64_t block = 0;
      size_t word = 0;
      for (int64_t d = 0; d < type.rank(); ++d) {
        int64_t at = i / strides[d] % type.dims[d];
        if (!wide && d == halves.dim) {
          word = static_cast<size_t>(at % 2);
          at /= 2;
        }
        block += at * blockStrides[d];
      }
      const std::array<uint32_t, 2> words = threefry(key, in[1] + static_cast<uint64_t>(block));
      store(i, wide ? words[0] | uint64_t{words[1]} << 32 : words[word]);
    }
    out[1] = in[1] + static_cast<uint64_t>(elementsOf(blocks));
  } else {
    // Of a state of two words the key is the counter's upper half.
    const bool whole = operands[0].elements() == 3;
    const Counter start{in[1], whole ? in[2] : in[0]};
    for (int64_t i = 0; i < type.elements(); ++i) store(i, philoxElement(key, start, i, wide));
    const int64_t each = wide ? 2 : 4;
    const Counter end = start.plus(static_cast<uint64_t>((type.elements() + each - 1) / each));
    out[1] = end.low;
    if (whole) out[2] = end.high;
  }
  return std::vector<Tensor>{std::move(state), std::move(output)};
}

// --- by other ops ---

// Words of 32 bits, unsigned, of one shape; keys are scalars.
class Words {
 public:
  explicit Words(NodeBuilder& build) : b_(build) {}

  ValueId low(ValueId v) { return b_.convert(v, DType::kUI32); }
  ValueId high(ValueId v) { return low(shiftRight(v, 32)); }
  ValueId joined(ValueId low, ValueId high) {
    const ValueId upper = b_.convert(high, DType::kUI64);
    const TensorType type = b_.typeOf(upper);
    return either(b_.convert(low, DType::kUI64), b_.node(OpKind::kShiftLeft, {upper, b_.splatInt(type, 32)}, type));
  }
  ValueId shiftRight(ValueId v, int64_t by) {
    const TensorType type = b_.typeOf(v);
    return b_.node(OpKind::kShiftRightLogical, {v, b_.splatInt(type, by)}, type);
  }
  ValueId either(ValueId a, ValueId b) { return b_.node(OpKind::kOr, {a, b}, b_.typeOf(a)); }
  ValueId exclusive(ValueId a, ValueId b) { return b_.node(OpKind::kXor, {a, b}, b_.typeOf(a)); }
  ValueId rotate(ValueId v, int64_t by) {
    const TensorType type = b_.typeOf(v);
    return either(b_.node(OpKind::kShiftLeft, {v, b_.splatInt(type, by)}, type), shiftRight(v, 32 - by));
  }
  ValueId spread(ValueId scalar, ValueId like) {
    return b_.broadcast(scalar, TensorType(b_.typeOf(scalar).dtype, b_.typeOf(like).dims), {});
  }
  ValueId plus(ValueId v, int64_t n) { return b_.add(v, b_.splatInt(b_.typeOf(v), n)); }

  std::array<ValueId, 2> threefry(ValueId key, ValueId counters) {
    const ValueId k0 = low(key), k1 = high(key);
    const ValueId parity = b_.splatInt(b_.typeOf(k0), kThreefryParity);
    const std::array<ValueId, 3> keys = {k0, k1, exclusive(exclusive(k0, k1), parity)};
    ValueId x0 = low(counters), x1 = high(counters);
    x0 = b_.add(x0, spread(k0, x0));
    x1 = b_.add(x1, spread(k1, x1));
    for (size_t group = 0; group < 5; ++group) {
      for (size_t i = 0; i < 4; ++i) {
        x0 = b_.add(x0, x1);
        x1 = exclusive(rotate(x1, kThreefryRotations[group % 2 * 4 + i]), x0);
      }
      x0 = b_.add(x0, spread(keys[(group + 1) % 3], x0));
      x1 = b_.add(x1, spread(plus(keys[(group + 2) % 3], static_cast<int64_t>(group) + 1), x1));
    }
    return {x0, x1};
  }

  std::array<ValueId, 4> philox(ValueId key, ValueId lows, ValueId highs) {
    std::array<ValueId, 4> x = {low(lows), high(lows), low(highs), high(highs)};
    const ValueId k0 = low(key), k1 = high(key);
    auto product = [&](ValueId v, uint32_t factor) {
      const ValueId wide = b_.convert(v, DType::kUI64);
      return b_.multiply(wide, b_.splatInt(b_.typeOf(wide), factor));
    };
    for (uint32_t round = 0; round < kPhiloxRounds; ++round) {
      const ValueId a = product(x[0], kPhiloxFactor0), b = product(x[2], kPhiloxFactor1);
      const ValueId key0 = spread(plus(k0, static_cast<uint32_t>(round * kPhiloxKey0)), x[0]);
      const ValueId key1 = spread(plus(k1, static_cast<uint32_t>(round * kPhiloxKey1)), x[0]);
      x = {exclusive(exclusive(high(b), x[1]), key0), low(b), exclusive(exclusive(high(a), x[3]), key1), low(a)};
    }
    return x;
  }

  // The row-major numbers of elements.
  ValueId numbers(const Dims& dims) {
    const TensorType type(DType::kUI64, dims);
    ValueId sum;
    int64_t stride = 1;
    for (int64_t d = type.rank(); d-- > 0; stride *= dims[d]) {
      if (dims[d] == 1) continue;
      ValueId along = b_.iota(type, d);
      if (stride > 1) along = b_.multiply(along, b_.splatInt(type, stride));
      sum = sum.valid() ? b_.add(sum, along) : along;
    }
    return sum.valid() ? sum : b_.splatInt(type, 0);
  }

  // PARTS, of one shape, taken in turn along DIM, the first SIZE of them.
  ValueId inTurn(absl::Span<const ValueId> parts, int64_t dim, int64_t size) {
    Dims dims = b_.typeOf(parts[0]).dims, apart = dims;
    apart.insert(apart.begin() + dim + 1, 1);
    std::vector<ValueId> columns;
    for (ValueId part : parts) columns.push_back(b_.reshape(part, apart));
    dims[dim] *= static_cast<int64_t>(parts.size());
    return b_.slice(b_.reshape(b_.concatenate(columns, dim + 1), dims), dim, 0, size);
  }

  // The first COUNT words of Philox's stream, in a row, and the counter behind them.
  struct Stream {
    ValueId words, low, high;
  };
  Stream philoxStream(ValueId key, ValueId low, ValueId high, int64_t count, bool wide) {
    const int64_t each = wide ? 2 : 4, blocks = (count + each - 1) / each;
    const ValueId places = numbers({blocks});
    const ValueId start = spread(low, places), lows = b_.add(start, places);
    const ValueId highs = b_.select(b_.compare(lows, start, "LT"), spread(plus(high, 1), places), spread(high, places));
    const std::array<ValueId, 4> x = philox(key, lows, highs);
    Stream out;
    if (wide) {
      const ValueId pair[] = {joined(x[0], x[1]), joined(x[2], x[3])};
      out.words = inTurn(pair, 0, count);
    } else {
      out.words = inTurn(x, 0, count);
    }
    out.low = plus(low, blocks);
    out.high = b_.select(b_.compare(out.low, low, "LT"), plus(high, 1), high);
    return out;
  }

  // WORDS, of 32 or 64 bits, as elements of DTYPE: what a narrower one has no room for is dropped.
  ValueId asBits(ValueId words, DType dtype) {
    const int bits = dtypeBits(dtype);
    const DType whole = bits == 64   ? DType::kUI64
                        : bits == 32 ? DType::kUI32
                        : bits == 16 ? DType::kUI16
                        : bits == 8  ? DType::kUI8
                                     : DType::kUI4;
    if (isInteger(dtype)) return b_.convert(words, dtype);
    const ValueId cut = b_.convert(words, whole);
    return b_.node(OpKind::kBitcastConvert, {cut}, TensorType(dtype, b_.typeOf(cut).dims));
  }

 private:
  NodeBuilder& b_;
};

StatusOr<std::vector<ValueId>> expandRngBitGenerator(NodeBuilder& build, const Node& node) {
  Words words(build);
  const ValueId state = node.operands[0];
  const TensorType type = build.typeOf(node.results[1]);
  const int64_t size = build.typeOf(state).dims[0];
  const bool wide = dtypeBits(type.dtype) > 32;
  auto part = [&](int64_t i) { return build.reshape(build.slice(state, 0, i, 1), {}); };
  auto asState = [&](std::vector<ValueId> parts) {
    for (ValueId& v : parts) v = build.reshape(v, {1});
    return build.concatenate(std::move(parts), 0);
  };
  const ValueId key = part(0), low = part(1);
  ValueId out, next;
  if (isThreefry(node)) {
    const Halves halves = halvesOf(type.dims);
    const Dims& blocks = wide ? type.dims : halves.blocks;
    const ValueId places = words.numbers(blocks);
    const std::array<ValueId, 2> made = words.threefry(key, build.add(words.spread(low, places), places));
    out = wide             ? words.joined(made[0], made[1])
          : halves.dim < 0 ? made[0]
                           : words.inTurn(made, halves.dim, type.dims[halves.dim]);
    next = asState({key, words.plus(low, elementsOf(blocks))});
  } else {
    const Words::Stream stream = words.philoxStream(key, low, size == 3 ? part(2) : key, type.elements(), wide);
    out = build.reshape(stream.words, type.dims);
    next = size == 3 ? asState({key, stream.low, stream.high}) : asState({key, stream.low});
  }
  return std::vector<ValueId>{next, words.asBits(out, type.dtype)};
}

// --- rng: Philox with the number of the op in its program as key, and the counter from 0 on ---

// Which of the program's ops without a state it is (frontends/import): their numbers differ.
uint64_t streamOf(const Node& node) { return static_cast<uint64_t>(node.attrs.getInt("stream", 0)); }
bool isNormal(const Node& node) { return node.attrs.getKeyword("distribution") == "NORMAL"; }
// Bits of a uniform number in [0, 1): as many as the type, or f32 for narrower ones, keeps.
int fractionBits(DType dtype) { return dtype == DType::kF64 ? 52 : 23; }
bool isWide(DType dtype) { return dtypeBits(dtype) > 32; }

StatusOr<Types> inferRng(const Graph& graph, const Node& node) {
  const TensorType &a = operandType(graph, node, 0), &b = operandType(graph, node, 1),
                   &shape = operandType(graph, node, 2);
  const std::string& distribution = node.attrs.getKeyword("distribution");
  if (distribution != "UNIFORM" && distribution != "NORMAL")
    return violation(graph, node, "i4", "rng_distribution ", distribution, " is not one of UNIFORM NORMAL");
  RETURN_IF_ERROR(checkAccepted(graph, node, a, kBool | kInts | kFloats));
  if (a.rank() != 0 || b.rank() != 0)
    return violation(graph, node, a.rank() != 0 ? "i1" : "i2", "expected scalars, found ", a.toString(), " and ",
                     b.toString());
  if (a.dtype != b.dtype)
    return violation(graph, node, "c1", "element types differ: ", a.toString(), " and ", b.toString());
  if (distribution == "NORMAL" && !isFloat(a.dtype))
    return violation(graph, node, "c2", "normal numbers are of a floating-point type, found ", a.toString());
  // Behind other names of it: constraints and barriers.
  ValueId named = node.operands[2];
  for (NodeId at = graph.values[named].producer;
       at.valid() && (opDef(graph.nodes[at].kind).annotation || graph.nodes[at].kind == OpKind::kOptimizationBarrier);
       at = graph.values[named].producer)
    named = graph.nodes[at].operands[graph.values[named].index];
  const Literal* sizes = constantOf(graph, named);
  if (sizes == nullptr || shape.rank() != 1 || !isInteger(shape.dtype))
    return violation(graph, node, "i3", "the shape is ", shape.toString(), ", expected a constant vector of integers");
  TensorType out(a.dtype, {});
  for (int64_t i = 0; i < shape.dims[0]; ++i) {
    ASSIGN_OR_RETURN(const int64_t size, checkSize(graph, node, "c3", "shape", sizes->asInt(i)));
    out.dims.push_back(size);
  }
  return Types{out};
}

EvalResult evaluateRng(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType type = graph.type(node.results[0]);
  const bool wide = isWide(type.dtype);
  Tensor out(type);
  for (int64_t i = 0; i < out.elements(); ++i) {
    const uint64_t word = philoxElement(streamOf(node), {0, 0}, i, wide);
    if (!isFloat(type.dtype)) {
      const uint64_t low = static_cast<uint64_t>(operands[0].asInt(0)),
                     high = static_cast<uint64_t>(operands[1].asInt(0));
      const uint64_t mask = wide ? ~uint64_t{0} : 0xffffffff, range = (high - low) & mask;
      out.setInt(i, static_cast<int64_t>(low + (range == 0 ? 0 : (word & mask) % range)));
      continue;
    }
    const double a = operands[0].asDouble(0), b = operands[1].asDouble(0);
    const int bits = fractionBits(type.dtype);
    const double fraction = std::ldexp(static_cast<double>(word >> ((wide ? 64 : 32) - bits)), -bits);
    if (isNormal(node)) {
      // The middle of each of the intervals, so that neither end is met.
      Scalar x;
      x.re = 2 * (fraction + std::ldexp(0.5, -bits)) - 1;
      const double normal = std::numbers::sqrt2 * apply({ScalarOp::kErfInv, DType::kF64, DType::kF64}, &x).re;
      out.set(i, a + b * normal);
    } else {
      out.set(i, a + fraction * (b - a));
      if (out.asDouble(i) >= b) out.set(i, a);  // rounded to the end
    }
  }
  return std::vector<Tensor>{std::move(out)};
}

StatusOr<std::vector<ValueId>> expandRng(NodeBuilder& build, const Node& node) {
  Words words(build);
  const TensorType type = build.typeOf(node.results[0]);
  const bool wide = isWide(type.dtype);
  const TensorType scalar(DType::kUI64, {});
  const ValueId zero = build.splatInt(scalar, 0);
  const ValueId key = build.splatInt(scalar, static_cast<int64_t>(streamOf(node)));
  ValueId bits = words.philoxStream(key, zero, zero, type.elements(), wide).words;
  bits = build.reshape(bits, type.dims);
  auto spread = [&](ValueId v) { return words.spread(v, bits); };
  if (!isFloat(type.dtype)) {
    const DType counted = build.typeOf(bits).dtype;
    const ValueId low = build.convert(node.operands[0], counted), high = build.convert(node.operands[1], counted);
    const ValueId range = build.subtract(high, low);
    const TensorType wholeType = build.typeOf(bits);
    // By an empty range the remainder is the word itself.
    const ValueId none = build.compare(range, build.splatInt(build.typeOf(range), 0), "EQ");
    const ValueId divisor = build.select(none, build.splatInt(build.typeOf(range), 1), range);
    const ValueId offset = build.node(OpKind::kRemainder, {bits, spread(divisor)}, wholeType);
    return std::vector<ValueId>{build.convert(build.add(spread(low), offset), type.dtype)};
  }
  const DType computed = type.dtype == DType::kF64 ? type.dtype : DType::kF32;
  const int kept = fractionBits(type.dtype);
  const ValueId whole = build.convert(words.shiftRight(bits, (wide ? 64 : 32) - kept), computed);
  const TensorType real = build.typeOf(whole);
  const ValueId a = build.convert(node.operands[0], computed), b = build.convert(node.operands[1], computed);
  auto times = [&](ValueId v, double factor) { return build.multiply(v, build.splat(real, factor)); };
  if (isNormal(node)) {
    // 2 (whole + 1/2) / 2^kept - 1 is exact.
    const ValueId middle = build.add(whole, build.splat(real, 0.5 - std::ldexp(0.5, kept)));
    const ValueId normal = build.node(OpKind::kErfInv, {times(middle, std::ldexp(2.0, -kept))}, real);
    const ValueId deviation = build.multiply(spread(b), times(normal, std::numbers::sqrt2));
    return std::vector<ValueId>{build.convert(build.add(spread(a), deviation), type.dtype)};
  }
  const ValueId fraction = times(whole, std::ldexp(1.0, -kept));
  const ValueId value =
      build.convert(build.add(spread(a), build.multiply(fraction, spread(build.subtract(b, a)))), type.dtype);
  const ValueId end = words.spread(node.operands[1], bits), begin = words.spread(node.operands[0], bits);
  return std::vector<ValueId>{build.select(build.compare(value, end, "GE"), begin, value)};
}

}  // namespace

OpDef defineRngBitGenerator() {
  return {.kind = OpKind::kRngBitGenerator,
          .form = TextForm::kFunctional,
          .minOperands = 1,
          .maxOperands = 1,
          .attrs = {{"algorithm", AttrKind::kKeyword, true, "rng_algorithm"}},
          .lowering = LoweringClass::kExpanded,
          .infer = inferRngBitGenerator,
          .cost = randomCost,
          .evaluate = evaluateRngBitGenerator,
          .expand = expandRngBitGenerator};
}

OpDef defineRng() {
  return {.kind = OpKind::kRng,
          .form = TextForm::kFunctional,
          .minOperands = 3,
          .maxOperands = 3,
          .attrs = {{"distribution", AttrKind::kKeyword, true, "rng_distribution"}, {"stream", AttrKind::kInt, false}},
          .lowering = LoweringClass::kExpanded,
          .infer = inferRng,
          .cost = randomCost,
          .evaluate = evaluateRng,
          .expand = expandRng};
}

}  // namespace partita
