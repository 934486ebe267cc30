#include "codegen/lower/sort_kernel.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "base/integers.h"
#include "base/text.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/loops/thread_ops.h"
#include "codegen/lower/row_plan.h"
#include "graph/op.h"

namespace partita {

namespace {

constexpr int64_t kAlign = 64;  // of parts of the workspace

DType rawType(DType dtype) {
  switch (dtypeBytes(dtype)) {
    case 1:
      return DType::kUI8;
    case 2:
      return DType::kUI16;
    case 4:
      return DType::kUI32;
    default:
      return DType::kUI64;
  }
}

ExprId toRaw(LoopBuilder& loops, ExprId value, DType dtype) {
  return loops.op(dtype == DType::kI1 ? ScalarOp::kConvert : ScalarOp::kBitcast, rawType(dtype), {value});
}
ExprId fromRaw(LoopBuilder& loops, ExprId raw, DType dtype) {
  if (rawType(dtype) == dtype) return raw;
  return loops.op(dtype == DType::kI1 ? ScalarOp::kConvert : ScalarOp::kBitcast, dtype, {raw});
}

}  // namespace

SortProblem::SortProblem(const LoweringContext& context, const FusionGroup& group)
    : context_(context), shape_("sort"), elements_(context.graph, shape_) {
  const TensorType& type = context.graph.type(context.graph.nodes[group.hero].operands[0]);
  length_ = type.dims.back();
  rows_ = length_ == 0 ? 0 : type.elements() / length_;
  element_ = shape_.declareVar("e", type.elements());
  for (ValueId v : group.inputs) elements_.bindBuffer(v, parameter(v, context.graph.type(v).dtype));
}

LoopBufferId SortProblem::parameter(ValueId value, DType dtype) {
  const TensorType& type = context_.graph.type(value);
  if (isComplex(dtype)) dtype = dtype == DType::kC64 ? DType::kF32 : DType::kF64;  // parts, one behind the other
  const LoopBufferId id =
      shape_.parameter(strCat("v", value.index), dtype, type.bytes() / dtypeBytes(dtype), true, false);
  CHECK(id.index == parameters_.size());
  parameters_.push_back({value, dtype});
  return id;
}

SortProblem::Stream SortProblem::streamOf(ValueId operand, ValueId result) {
  const DType dtype = context_.graph.type(operand).dtype;
  const ExprId element = shape_.var(element_);
  // Bits of what is in memory, which widened numbers need not keep.
  const ExprId source = elements_.isBound(operand) ? shape_.load(parameter(operand, rawType(dtype)), element)
                                                   : toRaw(shape_, elements_.valueAtLinear(operand, element), dtype);
  return {rawType(dtype), source, result};
}

Status SortProblem::compareBy(const Node& node) {
  const Graph& graph = context_.graph;
  const size_t count = node.operands.size();
  std::vector<TempId> left, right;
  std::vector<ExprId> args;
  for (ValueId operand : node.operands) {
    const DType dtype = graph.type(operand).dtype;
    for (std::vector<TempId>* side : {&left, &right}) {
      side->push_back(shape_.declareTemp(rawType(dtype)));
      args.push_back(fromRaw(shape_, shape_.temp(side->back()), dtype));
    }
  }
  less_ = elements_.applyRegion(node.regions[0], args)[0];
  RETURN_IF_ERROR(elements_.status());
  if (auto keys = sortKeysOf(shape_, {left, right, less_})) keys_ = *std::move(keys);
  // What is compared moves along; of the rest one array does too, more are fetched at the end.
  const std::vector<TempId> temps = tempsOf(shape_.function(), less_);
  auto isCompared = [&](size_t i) {
    return std::any_of(temps.begin(), temps.end(), [&](TempId t) { return t == left[i] || t == right[i]; });
  };
  size_t others = 0;
  for (size_t i = 0; i < count; ++i) others += isCompared(i) ? 0 : 1;
  for (size_t i = 0; i < count; ++i) {
    const Stream stream = streamOf(node.operands[i], node.results[i]);
    if (others > 1 && !isCompared(i)) {
      gathered_.push_back(stream);
      continue;
    }
    streams_.push_back(stream);
    left_.push_back(left[i]);
    right_.push_back(right[i]);
  }
  if (!gathered_.empty()) {
    positionStream_ = static_cast<int>(streams_.size());
    streams_.push_back({DType::kUI32, ExprId(), ValueId()});
    for (std::vector<TempId>* side : {&left_, &right_}) side->push_back(shape_.declareTemp(DType::kUI32));
  }
  return elements_.status();
}

void SortProblem::compareByValue(const Node& node) {
  const DType dtype = context_.graph.type(node.operands[0]).dtype;
  streams_ = {streamOf(node.operands[0], node.results[0]), {DType::kUI32, ExprId(), node.results[1]}};
  positionStream_ = 1;
  for (const Stream& stream : streams_) {
    left_.push_back(shape_.declareTemp(stream.dtype));
    right_.push_back(shape_.declareTemp(stream.dtype));
  }
  keys_ = {reversed(shape_, keyOfBits(shape_, shape_.temp(left_[0]), dtype))};
}

StatusOr<std::unique_ptr<SortProblem>> SortProblem::make(const LoweringContext& context, const FusionGroup& group) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  for (ValueId operand : node.operands) {
    if (isComplex(graph.type(operand).dtype))
      return unimplemented(graph.describe(group.hero), ": no code for sorting complex numbers");
  }
  auto problem = std::unique_ptr<SortProblem>(new SortProblem(context, group));
  if (problem->length_ > int64_t{1} << 32)
    return unimplemented(graph.describe(group.hero), ": rows of more than 2^32 elements are not sorted");
  if (node.kind == OpKind::kSort) {
    RETURN_IF_ERROR(problem->compareBy(node));
  } else {
    problem->compareByValue(node);
    RETURN_IF_ERROR(problem->elements_.status());
  }
  return problem;
}

int64_t SortProblem::recordBytes() const {
  int64_t bytes = 0;
  for (const Stream& stream : streams_) bytes += dtypeBytes(stream.dtype);
  return bytes;
}

LoopBufferId SortKernel::value(ValueId value, DType dtype) {
  const ValueId storage = problem_.context().storageOf(value);
  for (const Known& known : known_) {
    if (known.value == storage && known.dtype == dtype) return known.buffer;
  }
  const LoopBufferId buffer =
      loops_.parameter(strCat("p", arguments_.size()), dtype,
                       problem_.context().graph.type(value).bytes() / dtypeBytes(dtype), false, false);
  arguments_.push_back({value, 0, false});
  known_.push_back({storage, 0, dtype, buffer});
  return buffer;
}

LoopBufferId SortKernel::workspace(int64_t offset, DType dtype, int64_t elements) {
  for (const Known& known : known_) {
    if (!known.value.valid() && known.offset == offset && known.dtype == dtype) return known.buffer;
  }
  const LoopBufferId buffer = loops_.parameter(strCat("w", arguments_.size()), dtype, elements, false, false);
  arguments_.push_back({ValueId(), offset, false});
  known_.push_back({ValueId(), offset, dtype, buffer});
  return buffer;
}

SortKernel::Place SortKernel::results(ExprId base) {
  Place place{{}, base, {}};
  for (const SortProblem::Stream& stream : problem_.streams()) {
    CHECK(stream.result.valid(), "positions are no result");
    place.buffers.push_back(value(stream.result, stream.dtype));
  }
  return place;
}

int64_t SortKernel::workspaceBytes(const SortProblem& problem, int64_t records) {
  int64_t bytes = 0;
  for (const SortProblem::Stream& stream : problem.streams())
    bytes += roundUp(records * dtypeBytes(stream.dtype), kAlign);
  return bytes;
}

SortKernel::Place SortKernel::workspaceRecords(int64_t offset, int64_t records, ExprId base) {
  Place place{{}, base, {}};
  for (const SortProblem::Stream& stream : problem_.streams()) {
    place.buffers.push_back(workspace(offset, stream.dtype, records));
    offset += roundUp(records * dtypeBytes(stream.dtype), kAlign);
  }
  return place;
}

SortKernel::Place SortKernel::scratchRecords(std::string_view name, int64_t records) {
  Place place{{}, loops_.index(0), {}};
  for (const SortProblem::Stream& stream : problem_.streams()) {
    place.buffers.push_back(
        loops_.local(strCat(name, place.buffers.size()), BufferSpace::kScratch, stream.dtype, records));
  }
  return place;
}

ExprId SortKernel::rebuilt(ExprId expr, ExprId element, const Record* left, const Record* right) {
  auto find = [](const std::vector<TempId>& temps, TempId temp) {
    return static_cast<size_t>(std::find(temps.begin(), temps.end(), temp) - temps.begin());
  };
  return loops_.rebuild(problem_.shape(), expr,
                        {[&](LoopVarId) { return element; },
                         [&](TempId temp) {
                           const size_t l = find(problem_.left(), temp);
                           return l < problem_.left().size() ? (*left)[l] : (*right)[find(problem_.right(), temp)];
                         },
                         [&](LoopBufferId buffer) {
                           const SortProblem::Parameter& p = problem_.parameterOf(buffer);
                           return value(p.value, p.dtype);
                         }});
}

SortKernel::Record SortKernel::load(const Place& place, ExprId number) {
  Record record;
  const ExprId at = loops_.add(place.base, number);
  for (size_t s = 0; s < problem_.streams().size(); ++s) {
    const SortProblem::Stream& stream = problem_.streams()[s];
    ExprId part;
    if (!place.isOperands())
      part = loops_.load(place.buffers[s], at);
    else if (stream.source.valid())
      part = rebuilt(stream.source, at, nullptr, nullptr);
    else
      part =
          loops_.op(ScalarOp::kConvert, DType::kUI32, {place.first.valid() ? loops_.add(place.first, number) : number});
    record.push_back(let1(part));
  }
  return record;
}

void SortKernel::store(const Place& place, ExprId number, const Record& record) {
  const ExprId at = loops_.add(place.base, number);
  for (size_t s = 0; s < record.size(); ++s) loops_.store(place.buffers[s], at, record[s]);
}

SortKernel::Record SortKernel::select(ExprId condition, const Record& yes, const Record& no) {
  Record record;
  for (size_t s = 0; s < yes.size(); ++s) {
    record.push_back(loops_.op(ScalarOp::kSelect, loops_.function().exprs[yes[s]].dtype, {condition, yes[s], no[s]}));
  }
  return record;
}

SortKernel::Record SortKernel::let(const Record& record) {
  Record out;
  for (ExprId part : record) out.push_back(let1(part));
  return out;
}

std::vector<ExprId> SortKernel::keys(const Record& record) {
  std::vector<ExprId> keys;
  for (const SortKey& key : problem_.keys()) keys.push_back(rebuilt(key.value, ExprId(), &record, nullptr));
  return keys;
}

ExprId SortKernel::keysLess(const std::vector<ExprId>& a, const std::vector<ExprId>& b) {
  ExprId result;
  for (size_t i = a.size(); i-- > 0;) {
    const ExprId own = test(ScalarOp::kCompareLt, a[i], b[i]);
    result = result.valid() ? either(own, both(test(ScalarOp::kCompareEq, a[i], b[i]), result)) : own;
  }
  return result;
}

ExprId SortKernel::less(const Record& a, const Record& b) {
  if (problem_.keys().empty()) return rebuilt(problem_.less(), ExprId(), &a, &b);
  return keysLess(keys(a), keys(b));
}

void SortKernel::storeResults(const Record& record, ExprId base, ExprId number) {
  for (size_t s = 0; s < record.size(); ++s) {
    const SortProblem::Stream& stream = problem_.streams()[s];
    if (stream.result.valid()) loops_.store(value(stream.result, stream.dtype), loops_.add(base, number), record[s]);
  }
  if (problem_.gathered().empty()) return;
  const ExprId from = let1(loops_.add(base, asIndex(record[static_cast<size_t>(problem_.positionStream())])));
  for (const SortProblem::Stream& stream : problem_.gathered()) {
    loops_.store(value(stream.result, stream.dtype), loops_.add(base, number),
                 rebuilt(stream.source, from, nullptr, nullptr));
  }
}

LoopBufferId SortKernel::variable(std::string_view name, DType dtype) {
  return loops_.local(strCat(name, variables_++), BufferSpace::kRegister, dtype, 1);
}

void SortKernel::forEach(std::string_view name, ExprId begin, ExprId end, const std::function<void(ExprId i)>& body) {
  const LoopVarId var = loops_.openFor(std::string(name), begin, end, LoopKind::kSerial);
  body(loops_.var(var));
  loops_.close();
}

void SortKernel::forRows(double nanoseconds, const std::function<void(ExprId row)>& body) {
  const int64_t rows = problem_.rows();
  const int64_t most =
      taskCount(problem_.context().taskSeconds, nanoseconds * static_cast<double>(rows) * kFlopsOfANanosecond, 0, rows);
  const int64_t chunk = ceilDiv(rows, most), tasks = ceilDiv(rows, chunk);
  ExprId begin = loops_.index(0), end = loops_.index(rows);
  if (tasks > 1) {
    const ExprId task = loops_.var(loops_.openFor("t", begin, loops_.index(tasks), LoopKind::kParallel));
    begin = loops_.mul(task, loops_.index(chunk));
    end = loops_.min(loops_.add(begin, loops_.index(chunk)), end);
  }
  forEach("r", begin, end, body);
  if (tasks > 1) loops_.close();
}

LoweredKernel SortKernel::finish(double nanoseconds) {
  LoweredKernel kernel;
  kernel.function = loops_.finish();
  LoopFunction& f = kernel.function;
  absl::flat_hash_set<ExprId> seen;
  std::function<void(ExprId)> visit = [&](ExprId id) {
    if (!id.valid() || !seen.insert(id).second) return;
    const Expr& e = f.exprs[id];
    if (e.kind == ExprKind::kLoad) f.buffers[e.buffer].read = true;
    for (ExprId arg : e.args) visit(arg);
  };
  for (const Stmt& stmt : f.stmts) {
    if (const LoopBufferId written = writtenBuffer(f, stmt); written.valid()) f.buffers[written].written = true;
    for (ExprId e : exprsOf(f, stmt)) visit(e);
  }
  for (LoopBufferId p : f.parameters) f.buffers[p].noAlias = true;
  f.flops = nanoseconds * kFlopsOfANanosecond;
  kernel.arguments = std::move(arguments_);
  return kernel;
}

}  // namespace partita
