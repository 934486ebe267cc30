#pragma once
// The rewriting behind toShardy() (frontends/import/shardy.h). One class over several files: shardy.cc (the module, its
// values' attributes and operations), shardy_mesh.cc (the mesh that GSPMD's shardings mean), shardy_manual.cc (manual
// computations), shardy_ops.cc (Shardy's own operations).
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "frontends/hlo/sharding.h"
#include "frontends/hlo/text_cursor.h"
#include "frontends/module/module.h"

namespace partita {

// The target of a custom call; empty of others.
std::string_view callTarget(const ir::Operation& op);

class ShardyRewriter {
 public:
  explicit ShardyRewriter(ir::Module module) : module_(std::move(module)) {}
  StatusOr<ir::Module> run();

 private:
  template <typename... Parts>
  Status failAt(const ir::Place& place, const Parts&... parts) const {
    return invalidArgument(module_.where(place), ": ", parts...);
  }
  template <typename... Parts>
  Status missingAt(const ir::Place& place, const Parts&... parts) const {
    return unimplemented(module_.where(place), ": ", parts...);
  }

  // --- the module (shardy.cc) ---
  Status readMeshes();
  Status rewriteFunction(ir::Function& function);
  Status takeResultShardings(ir::Function& function);
  // Attributes of an argument, a result or an operation with values of RANKS: mhlo.sharding and xla.sdy.sharding become
  // sdy.sharding.
  Status rewriteAttributes(ir::Attributes& attributes, const std::vector<int>& ranks, const ir::Place& place);
  Status rewriteOperations(ir::Region& region);
  // Whether OP stays; what it was is known otherwise (aliases_), or OP is another one now.
  StatusOr<bool> rewriteOperation(ir::Operation& op);
  void resolve(ir::Region& region) const;
  ir::ValueId resolved(ir::ValueId value) const;
  // An attribute that Shardy's exporter wrote as text, read; nothing where ATTRIBUTES has none of that name.
  StatusOr<std::optional<ir::Attribute>> takeFrontend(ir::Attributes& attributes, std::string_view name,
                                                      const ir::Place& place);
  int rankOf(ir::ValueId value) const;                                   // -1: no tensor
  void constrain(ir::Operation& op, ir::TensorSharding sharding) const;  // OP becomes a constraint of its operand
  std::optional<ir::TensorSharding> openSharding(const ir::Type& type) const;

  // --- GSPMD's mesh (shardy_mesh.cc) ---
  Status chooseMesh();
  Status collect(const ir::Attributes& attributes, const ir::Place& place);
  Status collect(const ir::Region& region);
  void useShardings(const hlo::Sharding& sharding);
  StatusOr<const hlo::Sharding*> shardingOf(std::string_view written, const ir::Place& place);
  // Nothing: the value has no sharding that says something (unknown, manual).
  StatusOr<std::optional<ir::TensorSharding>> toNamed(const hlo::Sharding& from, int rank, const ir::Place& place);
  // The axes of the mesh along PARTS.
  std::vector<ir::AxisName> axesAlong(const std::vector<hlo::Stride>& parts) const;
  // The strides of FROM in places of the mesh; empty where it is not a sharding along its axes.
  std::vector<std::vector<hlo::Stride>> stridesInMesh(const hlo::Sharding& from) const;
  // Axes along which FROM is manual.
  std::vector<ir::AxisName> manualAxes(const hlo::Sharding& from) const;

  // --- manual computations (shardy_manual.cc) ---
  Status rewriteManual(ir::Region& region, const std::vector<ir::Argument>* arguments);
  Status rewriteManual(ir::Block& block, const std::vector<ir::Argument>* arguments);
  struct ManualComputation;
  // What ENTER or EXIT, an operation of COMPUTATION, says of the values outside.
  Status addShardings(const ir::Operation& op, bool enters, const std::vector<std::string>& written,
                      ManualComputation& computation);

  // --- Shardy's operations (shardy_ops.cc) ---
  Status inlineNamed(ir::Region& region);
  Status inlineNamed(ir::Block& block);
  Status tieGroups(ir::Function& function);
  StatusOr<std::optional<int64_t>> groupOf(const ir::Operation& op);

  ir::Module module_;
  bool hasShardy_ = false;  // it came through HLO and says its meshes: GSPMD's strings say less
  ir::Function* function_ = nullptr;
  absl::flat_hash_map<ir::ValueId, ir::ValueId> aliases_;
  std::map<std::string, hlo::Sharding, std::less<>> shardings_;  // as written
  size_t devices_ = 0;                                           // that they list
  std::vector<const hlo::Sharding*> tiled_;                      // of them, parts of tuples too
  Mesh mesh_;  // of GSPMD's shardings; without axes where they need none
};

}  // namespace partita
