#pragma once
// Emitter: one LoopFunction into one llvm::Function. Private to codegen/emit/llvm; loop_ir.h says what the loops mean.
//
// A vector loop's body is emitted once for `width` lanes and again for what is left over. While it is, an expression's
// value is a vector where it differs between lanes and a scalar where it does not; "base" values are those of lane 0,
// from which contiguous addresses follow.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/Module.h>

#include <functional>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "codegen/emit/llvm/value_ops.h"
#include "codegen/loops/index_analysis.h"
#include "codegen/loops/loop_ir.h"

namespace partita {

class Emitter {
 public:
  Emitter(llvm::Module& module, const LoopFunction& function, const CpuTarget& target, const std::string& symbol);
  Status run();

 private:
  Status checkTypes();

  // The vector loop whose body is being emitted.
  struct VectorContext {
    bool active = false;
    LoopVarId var;
    unsigned width = 0;           // lanes emitted at once; 0: one element, as a scalar
    llvm::Value* base = nullptr;  // the variable in lane 0
    unsigned laneOffset = 0;      // accumulator lane of lane 0
    llvm::Value* lane = nullptr;  // the same when it is known at run time only (width 0)
    llvm::Value* mask = nullptr;  // lanes for which statements take effect; null: all
  };
  struct AccumState {
    bool perLane = false;                // initialised inside the vector loop
    llvm::AllocaInst* scalar = nullptr;  // perLane: of the loop's vector type
    llvm::AllocaInst* lanes = nullptr;   // partial results of vector loops; null: none
    unsigned laneCount = 0;
    llvm::Value* mask = nullptr;  // perLane: the lanes that took part where it was initialised
  };
  // sum + offset, in elements.
  struct Address {
    llvm::Value* sum = nullptr;  // null: 0
    int64_t offset = 0;
    int64_t alignElements = 1;  // the index is a multiple of it
    bool nonNegative = false;   // sum and offset both are
  };
  enum Cache : uint8_t { kValue, kBase, kNarrow, kCaches };

  // --- emit_stmt.cc
  void emitBlock(const std::vector<StmtId>& body);
  void emitStmt(StmtId id);
  void emitFor(const Stmt& stmt);
  void emitLoop(llvm::Value* begin, llvm::Value* end, int64_t step, bool atLeastOnce,
                llvm::function_ref<void(llvm::Value*)> emitBody);
  void emitVectorFor(const Stmt& stmt);
  // MASK: the lanes that take part; null: all.
  void emitVectorBody(const Stmt& stmt, unsigned width, llvm::Value* base, int64_t baseMultiple, unsigned laneOffset,
                      llvm::Value* lane, llvm::Value* mask = nullptr);
  void emitParallel(const Stmt& stmt);
  void emitIf(const Stmt& stmt);
  void emitInitAccum(const Stmt& stmt);
  void emitAccumulate(const Stmt& stmt);
  llvm::Value* readAccum(AccumId accum);
  // What BODY may change: keys of buffers stored to and of accumulators updated; and ids of the kAccum expressions that
  // it reads.
  void collectWrites(const std::vector<StmtId>& body, absl::flat_hash_set<uint32_t>& writes,
                     absl::flat_hash_set<uint32_t>& accumReads);
  // Before a loop over BODY: forgets values that BODY changes, and computes accumulator values that it only reads.
  void prepareLoop(const std::vector<StmtId>& body);
  bool isHeavy(const std::vector<StmtId>& body);  // has elementary functions
  bool usesRegisterBuffers(const std::vector<StmtId>& body);
  void findAccumLanes(const std::vector<StmtId>& body, unsigned lanes,
                      absl::flat_hash_set<uint32_t>& initialisedInside);
  llvm::AllocaInst* entryAlloca(llvm::Type* type, const llvm::Twine& name);

  // --- emit_expr.cc
  llvm::Value* eval(ExprId id);        // a vector where lanes differ
  llvm::Value* evalBase(ExprId id);    // lane 0
  llvm::Value* evalNarrow(ExprId id);  // an i64 expression whose range fits, as i32
  bool canNarrow(ExprId id);
  llvm::Value* compute(ExprId id);
  llvm::Value* computeOp(ExprId id);
  llvm::Value* varVector(llvm::Type* element);  // the vector variable in each lane
  bool varies(ExprId id);                       // differs between lanes
  bool vectorActive() const { return vector_.active && vector_.width > 0; }
  llvm::Value* cached(Cache cache, ExprId id) const { return caches_[cache][id.index]; }
  void remember(Cache cache, ExprId id, llvm::Value* value);
  // Values computed after openScope() are forgotten at closeScope(): they do not dominate what follows.
  size_t openScope() const { return trail_.size(); }
  void closeScope(size_t mark);
  void invalidate(uint32_t key);
  bool dependsOn(ExprId id, uint32_t key);
  static uint32_t bufferKey(LoopBufferId id) { return id.index; }
  static uint32_t accumKey(AccumId id) { return id.index | 0x80000000u; }

  // --- emit_memory.cc
  // The index with lane-varying terms left out of it (they are added to VARYING) unless they are multiples of the
  // vector variable, whose coefficient goes to STRIDE.
  Address addressOf(const LinearForm& form, LinearForm* varying, int64_t* stride);
  llvm::Value* addScaled(llvm::Value* sum, llvm::Value* term, int64_t coefficient, bool nonNegative);
  llvm::Value* pointer(LoopBufferId buffer, const Address& address, int64_t extraOffset = 0);
  // A load with a stride between lanes inside an unrolled loop that runs along memory: the block of all its iterations
  // is read in vectors along memory and transposed in registers, once; null where that does not apply.
  llvm::Value* transposedLoad(ExprId load, const LinearForm& form, const Address& address, int64_t stride);
  // Element addresses of the lanes, relative to POINTER: a vector of offsets.
  llvm::Value* laneOffsets(const LinearForm& varying, int64_t stride);
  llvm::Value* emitLoad(ExprId load);
  // A load of every second element; FORM is its index.
  llvm::Value* everySecond(LoopBufferId buffer, const LinearForm& form, const Address& address);
  void emitStore(const Stmt& stmt);
  // Two stores of every second element each, side by side, as one of both in turn. False: they are no such pair, and
  // nothing is done.
  bool emitStorePair(const Stmt& first, const Stmt& second);
  llvm::StoreInst* storeVector(llvm::Value* memory, llvm::Value* pointer, llvm::Align align, const Stmt& stmt);
  void emitPrefetch(const Stmt& stmt);
  llvm::Align alignment(LoopBufferId buffer, const Address& address, int64_t extraOffset = 0);
  // With its alias scopes.
  template <typename Instruction>
  Instruction* tag(Instruction* instruction, LoopBufferId buffer) {
    instruction->setMetadata(llvm::LLVMContext::MD_alias_scope, aliasScope_[buffer.index]);
    if (noAliasScopes_[buffer.index] != nullptr)
      instruction->setMetadata(llvm::LLVMContext::MD_noalias, noAliasScopes_[buffer.index]);
    return instruction;
  }
  void makeAliasScopes();
  void makeBuffers();
  int64_t multipleOf(const LinearForm& form);

  // --- emit_block.cc
  void emitBlockStmt(const Stmt& stmt);
  void emitCopy(const Stmt& stmt);
  void emitAtomic(const Stmt& stmt);
  void emitAwait(const Stmt& stmt);
  void invalidateMemory();                                         // forgets what was loaded
  llvm::Value* elementPointer(LoopBufferId buffer, ExprId index);  // outside vector loops

  // --- emit_tile.cc
  void emitMatrixTile(const MatrixTile& tile);
  void emitVectorTile(const MatrixTile& tile);
  void emitAmxTile(const MatrixTile& tile, llvm::Intrinsic::ID product);

  llvm::Module& module_;
  const LoopFunction& function_;
  const CpuTarget& target_;
  std::string symbolName_;
  Status status_;
  llvm::IRBuilder<> b;
  ValueOps ops_;
  IndexAnalysis analysis_;
  llvm::Function* llvmFunction_ = nullptr;
  llvm::BasicBlock* entry_ = nullptr;  // allocas go here

  VectorContext vector_;
  // The unrolled loops being emitted, innermost last.
  struct UnrolledLoop {
    LoopVarId var;
    int64_t begin = 0, end = 0, current = 0;
    llvm::BasicBlock* block = nullptr;  // where the loop began
  };
  std::vector<UnrolledLoop> unrolled_;
  // Blocks read by transposedLoad(): the values of iterations `first`... of the innermost unrolled loop, in `block`.
  struct TransposedBlock {
    int64_t first = 0;
    llvm::BasicBlock* block = nullptr;
    std::vector<llvm::Value*> values;
  };
  absl::flat_hash_map<ExprId, TransposedBlock> transposed_;  // by load
  std::vector<llvm::Value*> buffers_;                        // base pointers
  std::vector<llvm::MDNode*> aliasScope_, noAliasScopes_;
  std::vector<llvm::Value*> vars_, temps_;
  std::vector<int64_t> varMultiple_;
  std::vector<AccumState> accums_;
  absl::flat_hash_map<uint32_t, unsigned> accumLanes_;  // accumulators with partial results: lanes
  std::vector<llvm::Value*> caches_[kCaches];
  struct TrailEntry {
    Cache cache{};
    ExprId id;  // valid: an entry of caches_; else of sums_
    std::tuple<llvm::Value*, llvm::Value*, int64_t> sum;
  };
  std::vector<TrailEntry> trail_;
  absl::flat_hash_map<std::tuple<llvm::Value*, llvm::Value*, int64_t>, llvm::Value*> sums_;
  std::vector<std::vector<uint32_t>> dependencies_;
  std::vector<bool> dependenciesDone_;
  absl::flat_hash_set<uint32_t> writtenKeys_;  // of the whole function
  std::vector<uint8_t> variesMemo_;            // in the vector body being emitted: 0 unknown, 1 no, 2 yes
  bool streams_ = false;                       // non-temporal stores were emitted
};

}  // namespace partita
