#pragma once
// Lowering: one fusion group to the loop functions that compute it. One function for each kind of group, in
// lower_<kind>.cc; lowerToNest() picks.
//
// A group may need several kernels, run in order (partial sums and their total), and a workspace: memory of the arena
// that only these kernels use. Its size is asked for before the buffer plan is made, the kernels are made after it,
// because the plan decides which values share memory.
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "codegen/fuse/fuse.h"
#include "codegen/loops/loop_ir.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/lower/element_lowering.h"
#include "codegen/prepare/access.h"
#include "program/target.h"

namespace partita {

// What a kernel parameter is bound to.
struct KernelArgument {
  ValueId value;          // invalid: the workspace
  int64_t offset = 0;     // bytes from the start of the workspace
  bool prepared = false;  // of the part of it that is made when the program is loaded
};

struct LoweredKernel {
  LoopFunction function;
  bool prepared = false;                  // it runs once, when the program is loaded
  std::vector<KernelArgument> arguments;  // one for each parameter of the function
};

// What a group computes, with no target in it: schedule/ makes the kernels.
struct LoweredNest {
  LoopNest nest;
  std::vector<ValueId> arguments;  // one for each parameter of the nest
};

struct LoweringContext {
  const Graph& graph;
  const CpuTarget& target;
  const RegionAccess* access = nullptr;  // of the region whose groups are lowered; contractions do without
  // STORAGE[v]: the value whose memory v uses (itself when it shares none). Values with one storage are one kernel
  // parameter. May be shorter than the graph's values.
  IdVector<ValueId, ValueId> storage;
  ValueId storageOf(ValueId value) const {
    return value.index < storage.size() && storage[value].valid() ? storage[value] : value;
  }
  double taskSeconds = 20e-6;  // CompileOptions::taskSeconds
  bool fixedSums = false;      // CompileOptions::fixedSums
  // Values whose contents are known when the program is loaded. Null: none.
  const absl::flat_hash_set<ValueId>* constants = nullptr;
  bool strict = false;  // CompileOptions::strict
  bool isConstant(ValueId value) const { return constants != nullptr && constants->contains(value); }
};

// A nest under construction, with a parameter for each buffer the group touches, and element lowering over them.
class NestLowering {
 public:
  // Declares a parameter for each of INPUTS and OUTPUTS (those that share storage: one, read and written) and binds the
  // inputs to them.
  NestLowering(const LoweringContext& context, std::string name, absl::Span<const ValueId> inputs,
               absl::Span<const ValueId> outputs);

  NestBuilder& nest() { return nest_; }
  LoopBuilder& loops() { return nest_.loops(); }
  ElementLowering& elements() { return elements_; }
  const LoweringContext& context() const { return context_; }
  // The parameter that holds VALUE.
  LoopBufferId buffer(ValueId value) const;
  bool hasBuffer(ValueId value) const;
  // The group keeps the promise of inPlacePairs(): parameters that are read and written are so in place.
  void promiseInPlace();
  // VALUE is TEMP from now on.
  void bindTemp(ValueId value, TempId temp);
  // What stores V, a complex number that is made of its parts at INDEX (or a constant), as element LINEAR: both parts,
  // side by side. They are values over AXES.
  std::vector<NestStore> storesOfPair(ValueId v, const std::vector<AxisId>& axes, const std::vector<ExprId>& index,
                                      ExprId linear);
  // The values of the group's anchored nodes over AXES, at INDEX of an array of shape SPACE; then
  // the stores of its outputs: all loads come before all stores. EXISTS: points where it is false store nothing; INDEX
  // is in SPACE there too.
  void computeAndStore(const FusionGroup& group, const std::vector<AxisId>& axes, const Dims& space,
                       const std::vector<ExprId>& index, ExprId exists = ExprId());
  // FLOPS and BYTES of one run. The error of element lowering, if there was one.
  StatusOr<LoweredNest> finish(double flops, double bytes);

 private:
  const LoweringContext& context_;
  NestBuilder nest_;
  ElementLowering elements_;
  std::vector<std::pair<ValueId, LoopBufferId>> buffers_;  // by storage
  std::vector<ValueId> arguments_;
};

// Pairs (input, output) of GROUP of one type size and dtype that may share memory: element i of the input is read only
// by the iteration that stores element i of the output, before the store, and by nothing after it. Every lowering keeps
// this promise for the pairs given here.
std::vector<std::pair<ValueId, ValueId>> inPlacePairs(const Graph& graph, const RegionAccess& access,
                                                      const FusionGroup& group);

// The base of its kernels' names: "rows_divide".
std::string groupName(const Graph& graph, const FusionGroup& group);

StatusOr<LoweredNest> lowerToNest(const LoweringContext& context, const FusionGroup& group);

// The kinds. NAME is the base of the kernels' names.
StatusOr<LoweredNest> lowerLoop(const LoweringContext& context, const FusionGroup& group, const std::string& name);
StatusOr<LoweredNest> lowerRows(const LoweringContext& context, const FusionGroup& group, const std::string& name);
StatusOr<LoweredNest> lowerReduce(const LoweringContext& context, const FusionGroup& group, const std::string& name);
StatusOr<LoweredNest> lowerWindow(const LoweringContext& context, const FusionGroup& group, const std::string& name);
StatusOr<LoweredNest> lowerScatter(const LoweringContext& context, const FusionGroup& group, const std::string& name);
StatusOr<LoweredNest> lowerUpdateSlice(const LoweringContext& context, const FusionGroup& group,
                                       const std::string& name);
StatusOr<LoweredNest> lowerConvolution(const LoweringContext& context, const FusionGroup& group,
                                       const std::string& name);
StatusOr<LoweredNest> lowerAttention(const LoweringContext& context, const FusionGroup& group, const std::string& name);
// The elements of the dot's operands come from ElementLowering (they may be results of cheap nodes).
StatusOr<LoweredNest> lowerContraction(const LoweringContext& context, const FusionGroup& group,
                                       const std::string& name);

}  // namespace partita
