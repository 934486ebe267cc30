#pragma once
// What the kernels of sort and top_k are written with: loop functions over records, the elements that are moved
// together, which are read from the operands or from memory of their own and written there or to the results.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codegen/lower/lower.h"
#include "codegen/lower/sort_order.h"

namespace partita {

inline constexpr double kFlopsOfANanosecond = 20;  // as taskCount() counts

// Kernels that run one after the other, and the memory that only they use.
struct LoweredKernels {
  std::vector<LoweredKernel> kernels;
  int64_t workspaceBytes = 0;
};

// Rows are along the last dimension. Elements are moved as unsigned integers of their size, so that they keep their
// bits.
class SortProblem {
 public:
  // A part of a record.
  struct Stream {
    DType dtype{};   // unsigned
    ExprId source;   // an expression of `shape()`, of element(); invalid: the position in its row
    ValueId result;  // that it becomes, if any
  };

  // HERO: a sort or a top_k; what it compares by is found here.
  static StatusOr<std::unique_ptr<SortProblem>> make(const LoweringContext& context, const FusionGroup& group);

  const LoweringContext& context() const { return context_; }
  int64_t rows() const { return rows_; }
  int64_t length() const { return length_; }
  int64_t recordBytes() const;
  const std::vector<Stream>& streams() const { return streams_; }
  // Results that are read from the operands at the end, where the records say.
  const std::vector<Stream>& gathered() const { return gathered_; }
  // Where positions are among the streams, or -1.
  int positionStream() const { return positionStream_; }
  // Empty: rows are sorted by asking the comparator.
  const std::vector<SortKey>& keys() const { return keys_; }

  // The expressions; buffers in it stand for values.
  const LoopFunction& shape() const { return shape_.function(); }
  LoopVarId element() const { return element_; }
  const std::vector<TempId>& left() const { return left_; }  // temps of the streams, of two records
  const std::vector<TempId>& right() const { return right_; }
  ExprId less() const { return less_; }
  struct Parameter {
    ValueId value;
    DType dtype{};
  };
  const Parameter& parameterOf(LoopBufferId buffer) const { return parameters_[buffer.index]; }

 private:
  SortProblem(const LoweringContext& context, const FusionGroup& group);
  LoopBufferId parameter(ValueId value, DType dtype);
  Stream streamOf(ValueId operand, ValueId result);
  Status compareBy(const Node& node);
  void compareByValue(const Node& node);

  const LoweringContext& context_;
  LoopBuilder shape_;
  ElementLowering elements_;
  std::vector<Parameter> parameters_;  // by buffer of shape_
  LoopVarId element_;
  int64_t rows_ = 0, length_ = 0;
  std::vector<Stream> streams_, gathered_;
  int positionStream_ = -1;
  std::vector<TempId> left_, right_;
  ExprId less_;
  std::vector<SortKey> keys_;
};

// One kernel under construction.
class SortKernel {
 public:
  using Record = std::vector<ExprId>;  // one value for each stream

  // Where records lie, number I of them at BASE + I of a buffer for each stream. Without buffers: in the operands.
  struct Place {
    std::vector<LoopBufferId> buffers;
    ExprId base;
    ExprId first;  // in the operands: the position of the first record in its row
    bool isOperands() const { return buffers.empty(); }
  };

  SortKernel(const SortProblem& problem, std::string name) : problem_(problem), loops_(std::move(name)) {}

  const SortProblem& problem() const { return problem_; }
  LoopBuilder& loops() { return loops_; }

  // --- memory ---
  LoopBufferId value(ValueId value, DType dtype);
  // From byte OFFSET of the workspace.
  LoopBufferId workspace(int64_t offset, DType dtype, int64_t elements);
  // From element BASE on, which is number FIRST of its row (invalid: 0).
  Place operands(ExprId base, ExprId first = ExprId()) const { return {{}, base, first}; }
  // Of streams that become results.
  Place results(ExprId base);
  // Of RECORDS records, from byte OFFSET of the workspace; in the task's scratch memory.
  Place workspaceRecords(int64_t offset, int64_t records, ExprId base);
  Place scratchRecords(std::string_view name, int64_t records);
  static int64_t workspaceBytes(const SortProblem& problem, int64_t records);

  // --- records ---
  Record load(const Place& place, ExprId number);
  void store(const Place& place, ExprId number, const Record& record);
  // CONDITION ? YES : NO.
  Record select(ExprId condition, const Record& yes, const Record& no);
  Record let(const Record& record);
  std::vector<ExprId> keys(const Record& record);
  ExprId less(const Record& a, const Record& b);
  // The same of the keys of two records.
  ExprId keysLess(const std::vector<ExprId>& a, const std::vector<ExprId>& b);
  // RECORD as the results' number NUMBER of the row that begins at BASE; what is no part of it comes from the operands.
  void storeResults(const Record& record, ExprId base, ExprId number);

  // --- numbers ---
  ExprId asIndex(ExprId value) { return loops_.op(ScalarOp::kConvert, DType::kI64, {value}); }
  ExprId test(ScalarOp op, ExprId a, ExprId b) { return loops_.op(op, DType::kI1, {a, b}); }
  ExprId both(ExprId a, ExprId b) { return loops_.op(ScalarOp::kAnd, DType::kI1, {a, b}); }
  ExprId either(ExprId a, ExprId b) { return loops_.op(ScalarOp::kOr, DType::kI1, {a, b}); }
  ExprId let1(ExprId value) { return loops_.temp(loops_.let(value)); }
  // A variable of one register.
  LoopBufferId variable(std::string_view name, DType dtype = DType::kI64);
  ExprId get(LoopBufferId variable) { return loops_.load(variable, loops_.index(0)); }
  void set(LoopBufferId variable, ExprId value) { loops_.store(variable, loops_.index(0), value); }

  // Runs BODY, which takes about NANOSECONDS, for each row, in as many tasks as that is worth.
  void forRows(double nanoseconds, const std::function<void(ExprId row)>& body);
  // Runs BODY for each I in [BEGIN, END).
  void forEach(std::string_view name, ExprId begin, ExprId end, const std::function<void(ExprId i)>& body);

  // NANOSECONDS: of all tasks together.
  LoweredKernel finish(double nanoseconds);

 private:
  ExprId rebuilt(ExprId expr, ExprId element, const Record* left, const Record* right);

  const SortProblem& problem_;
  LoopBuilder loops_;
  std::vector<KernelArgument> arguments_;
  struct Known {
    ValueId value;
    int64_t offset = 0;
    DType dtype{};
    LoopBufferId buffer;
  };
  std::vector<Known> known_;
  int variables_ = 0;
};

// How a row is sorted by the digits of its keys, the last digit first.
struct RadixPlan {
  struct Digit {
    size_t key = 0;
    int shift = 0, bits = 0;
    int64_t firstBin = 0;  // of its counts among those of all digits
  };
  std::vector<Digit> digits;
  int64_t bins = 0;
  double nanoseconds = 0;  // for a row, about
};
// For rows of LENGTH records.
RadixPlan planRadix(const SortProblem& problem, int64_t length);

// Sorts the COUNT records from SOURCE on, of a row, into TARGET, through SPARE; COUNTS: plan.bins counters. SPARE and
// TARGET are not SOURCE. Where TARGET is as well as it, `target` may hold records in between.
void radixSort(SortKernel& kernel, const RadixPlan& plan, const SortKernel::Place& source, ExprId count,
               const SortKernel::Place& spare, const SortKernel::Place& target, LoopBufferId counts);
// The same by merging, of at most MOST records; what that takes.
double mergeNanoseconds(int64_t records);
void mergeSort(SortKernel& kernel, const SortKernel::Place& source, ExprId count, int64_t most,
               const SortKernel::Place& spare, const SortKernel::Place& target);

// Short rows, as many at a time as a vector has lanes: the first COUNT records of each row's order. Where there are few
// rows, or more than some exchanges of neighbours, it is not for them.
bool sortsSideBySide(const SortProblem& problem, int64_t count);
LoweredKernels sortSideBySide(const SortProblem& problem, int64_t count, const std::string& name);

// Rows that several tasks sort each: in so many blocks; in blocks of a power of two, which are merged in pairs.
LoweredKernels radixSortInBlocks(const SortProblem& problem, const std::string& name, int64_t blocks);
LoweredKernels mergeSortInBlocks(const SortProblem& problem, const std::string& name, int64_t blockLength);

StatusOr<LoweredKernels> lowerSort(const LoweringContext& context, const FusionGroup& group, const std::string& name);
LoweredKernels lowerTopK(const SortProblem& problem, int64_t k, const std::string& name);

}  // namespace partita
