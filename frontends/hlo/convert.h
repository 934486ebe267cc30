#pragma once
// The conversion behind toModule() (frontends/hlo/hlo_module.h). One class over several files: convert.cc (the module
// and its functions), convert_partitioned.cc, convert_values.cc (what only regroups values, calls), convert_ops.cc
// (operations), convert_collectives.cc.
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "frontends/hlo/hlo_module.h"

namespace partita::hlo {

class Converter {
 public:
  explicit Converter(const HloModule& from) : from_(from) {}
  StatusOr<ir::Module> run();

 private:
  // The arrays and tokens of an instruction's value, tuples taken apart.
  using Leaves = std::vector<ir::ValueId>;
  using Types = std::vector<ir::Type>;
  struct Scope {
    ir::Function& function;
    ir::Block& block;
    const Computation& computation;
    std::vector<Leaves> values;  // of the instructions so far
    std::vector<bool> pending;   // started and not done: the value is that of the end
    Leaves arguments;
    std::vector<size_t> parameters;  // where each parameter's leaves begin, and their end
  };
  // What an instruction gives. Nothing: it has no meaning in StableHLO.
  using Result = StatusOr<std::optional<Leaves>>;
  using Handler = Result (Converter::*)(Scope&, const Instruction&);

  template <typename... Parts>
  Status failAt(const Instruction& instruction, const Parts&... parts) const {
    return invalidArgument(to_.where(instruction.place), ": ", instruction.opcode, " ", instruction.name, ": ",
                           parts...);
  }

  // --- the module (convert.cc) ---
  Status convertEntry();
  Status addAliases(ir::Function& main);
  // MAIN, which computes on one device, gets the arguments and gives the results of the whole program.
  Status wrapPartitioned(ir::Function& main);  // convert_partitioned.cc
  // Its place in to_.functions.
  StatusOr<size_t> functionOf(uint32_t computation);
  StatusOr<Leaves> convertComputation(uint32_t index, ir::Function& function, ir::Block& block, Leaves arguments);
  Status convertInstruction(Scope& scope, const Instruction& instruction);
  // A region of COMPUTATION with its parameters as arguments, or computing with CAPTURED values instead.
  StatusOr<ir::Region> regionOf(uint32_t computation, Scope& scope, const Leaves* captured = nullptr);
  StatusOr<Types> parameterTypes(uint32_t computation) const;
  Leaves operandLeaves(const Scope& scope, const Instruction& instruction) const;
  // An operation of the same place; annotations are those of INSTRUCTION.
  StatusOr<Leaves> emit(Scope& scope, const Instruction& instruction, std::string name, Leaves operands, Types results,
                        ir::Attributes attributes = {}, std::vector<ir::Region> regions = {});
  StatusOr<ir::ValueId> emitOne(Scope& scope, const Instruction& instruction, std::string name, Leaves operands,
                                ir::Type result, ir::Attributes attributes = {});
  static void addLeaves(const ir::Type& type, Types& out);
  static Types leavesOf(const ir::Type& type);
  // The leaf that INDEX leads to, counted from the first; nothing where it leads to none.
  static std::optional<size_t> leafAt(const ir::Type& type, const ShapeIndex& index);

  // --- regrouped values, calls (convert_values.cc) ---
  Result tuple(Scope& scope, const Instruction& instruction);
  Result getTupleElement(Scope& scope, const Instruction& instruction);
  Result parameter(Scope& scope, const Instruction& instruction);
  Result firstOperand(Scope& scope, const Instruction& instruction);
  Result done(Scope& scope, const Instruction& instruction);
  Result call(Scope& scope, const Instruction& instruction);
  Result asyncStart(Scope& scope, const Instruction& instruction);

  // --- operations (convert_ops.cc) ---
  Result plain(Scope& scope, const Instruction& instruction);
  Result constant(Scope& scope, const Instruction& instruction);
  Result iota(Scope& scope, const Instruction& instruction);
  Result bitcast(Scope& scope, const Instruction& instruction);
  Result dot(Scope& scope, const Instruction& instruction);
  Result windowed(Scope& scope, const Instruction& instruction);
  Result whileLoop(Scope& scope, const Instruction& instruction);
  Result conditional(Scope& scope, const Instruction& instruction);
  Result rng(Scope& scope, const Instruction& instruction);
  Result topK(Scope& scope, const Instruction& instruction);
  Result customCall(Scope& scope, const Instruction& instruction);
  // With the called computations as regions.
  Result withRegions(Scope& scope, const Instruction& instruction, std::string name, ir::Attributes attributes);

  // --- collectives and channels (convert_collectives.cc) ---
  Result collective(Scope& scope, const Instruction& instruction);
  Result allToAllTuple(Scope& scope, const Instruction& instruction, const ir::Attributes& attributes, int64_t members);
  Result channel(Scope& scope, const Instruction& instruction);
  // Lists of replica_groups: as they are written, or all devices.
  ir::Attribute groups(const Instruction& instruction) const;

  static const absl::flat_hash_map<std::string_view, Handler>& handlers();

  const HloModule& from_;
  ir::Module to_;
  absl::flat_hash_map<uint32_t, size_t> functions_;
  absl::flat_hash_set<std::string> names_;
  size_t operations_ = 0, limit_ = 0;
  int depth_ = 0;
};

// Attributes of an instruction, with what they are when they are not said.
int64_t integerOf(const Instruction& instruction, std::string_view name, int64_t fallback = 0);
bool flagOf(const Instruction& instruction, std::string_view name);
std::vector<int64_t> intsOf(const Instruction& instruction, std::string_view name);
std::string wordOf(const Instruction& instruction, std::string_view name);
std::string stringOf(const Instruction& instruction, std::string_view name);

}  // namespace partita::hlo
