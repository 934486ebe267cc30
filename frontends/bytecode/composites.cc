#include "frontends/bytecode/composites.h"

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "frontends/import/import.h"
#include "frontends/text/reader.h"
#include "graph/expand.h"
#include "graph/print.h"

namespace partita::bytecode {
namespace {

bool isChlo(const ir::Operation& op) { return op.name.starts_with("chlo."); }

bool hasChloIn(const ir::Region& region) {
  return absl::c_any_of(region.blocks, [](const ir::Block& block) {
    return absl::c_any_of(block.operations,
                          [](const ir::Operation& op) { return isChlo(op) || absl::c_any_of(op.regions, hasChloIn); });
  });
}

// Those that belong to the operation: sdy.sharding and the like are said of the composite.
bool isOwn(const ir::NamedAttribute& attribute) { return attribute.name.find('.') == std::string::npos; }

class Composer {
 public:
  explicit Composer(ir::Module module) : module_(std::move(module)) {}

  StatusOr<ir::Module> run() {
    for (const ir::Function& function : module_.functions) names_.insert(function.name);
    const size_t own = module_.functions.size();
    for (size_t i = 0; i < own; ++i) {
      ir::Function& function = module_.functions[i];
      if (function.body) RETURN_IF_ERROR(compose(*function.body, function));
    }
    for (ir::Function& made : made_) module_.functions.push_back(std::move(made));
    return std::move(module_);
  }

 private:
  Status compose(ir::Region& region, const ir::Function& function) {
    for (ir::Block& block : region.blocks) {
      for (ir::Operation& op : block.operations) {
        if (isChlo(op)) {
          RETURN_IF_ERROR(compose(op, function));
          continue;
        }
        for (ir::Region& inner : op.regions) RETURN_IF_ERROR(compose(inner, function));
      }
    }
    return {};
  }

  Status compose(ir::Operation& op, const ir::Function& function) {
    ASSIGN_OR_RETURN(std::string callee, decompositionOf(op, function));
    ir::Attributes own, composite;
    for (const ir::NamedAttribute& attribute : op.attributes.list())
      (isOwn(attribute) ? own : composite).add(attribute.name, attribute.value, attribute.place);
    if (!own.empty()) composite.add("composite_attributes", ir::Attribute{std::move(own)});
    composite.add("decomposition", ir::Attribute{ir::Symbol{std::move(callee)}});
    composite.add("name", ir::Attribute{op.name});
    composite.add("version", ir::Attribute{ir::Integer{1, ir::elementType(DType::kI32)}});
    op.name = "stablehlo.composite";
    op.attributes = std::move(composite);
    op.regions.clear();
    return {};
  }

  // The name of the function that does what OP does, which is of FUNCTION.
  StatusOr<std::string> decompositionOf(const ir::Operation& op, const ir::Function& function) {
    const auto unwritten = [&](const Status& status) {
      return annotate(unimplemented("bytecode of ", op.name, ", as StableHLO's operations: ", toView(status.message())),
                      module_.where(op.place));
    };
    std::string key = op.name;
    for (const ir::ValueId operand : op.operands) strAppend(&key, " ", ir::toString(function.values[operand]));
    for (const ir::NamedAttribute& attribute : op.attributes.list())
      if (isOwn(attribute)) strAppend(&key, " ", attribute.name, "=", ir::toString(attribute.value));
    for (const ir::ValueId result : op.results) strAppend(&key, " -> ", ir::toString(function.values[result]));
    const bool isShared = op.regions.empty();  // with a region each is another
    if (const auto known = known_.find(key); isShared && known != known_.end()) return known->second;

    ir::Function single;
    single.name = "main";
    if (!isShared) single.values = function.values;  // whose ids the region has
    ir::Block& block = single.body.emplace().blocks.emplace_back();
    ir::Operation copy = op;
    copy.operands.clear();
    copy.results.clear();
    for (const ir::ValueId operand : op.operands) {
      const ir::Type& type = function.values[operand];
      single.arguments.push_back({type, {}, {}, op.place});
      copy.operands.push_back(single.values.add(type));
    }
    block.arguments = copy.operands;
    for (const ir::NamedAttribute& attribute : op.attributes.list())
      if (!isOwn(attribute)) copy.attributes.erase(attribute.name);
    for (const ir::ValueId result : op.results) {
      const ir::Type& type = function.values[result];
      single.results.push_back({type, {}, {}, op.place});
      copy.results.push_back(single.values.add(type));
    }
    ir::Operation give;
    give.name = "func.return";
    give.operands = copy.results;
    give.place = give.types = op.place;
    block.operations = {std::move(copy), std::move(give)};

    ir::Module alone;
    alone.file = module_.file;
    alone.functions.push_back(std::move(single));
    StatusOr<Graph> graph = importModule(alone);
    if (!graph.ok()) return unwritten(graph.status());
    if (const Status expanded = expandChlo(*graph); !expanded.ok()) return unwritten(expanded);
    ir::Module written;
    if (const Status read = ir::readText(printGraph(*graph), op.name, written); !read.ok()) return unwritten(read);
    if (written.functions.size() != 1 || !written.functions[0].body || hasChloIn(*written.functions[0].body))
      return unwritten(unimplemented("there is no form of it"));
    ir::Function out = std::move(written.functions[0]);
    for (int& i = written_[op.name];; ++i) {
      out.name = strCat(op.name, ".impl", i == 0 ? std::string() : strCat("_", i));
      if (names_.insert(out.name).second) break;
    }
    out.isPublic = out.saysPublic = false;
    for (std::vector<ir::Argument>* list : {&out.arguments, &out.results})
      for (ir::Argument& value : *list) value.attributes = {};
    made_.push_back(std::move(out));
    if (isShared) known_[key] = made_.back().name;
    return made_.back().name;
  }

  ir::Module module_;
  std::vector<ir::Function> made_;
  absl::flat_hash_set<std::string> names_;
  absl::flat_hash_map<std::string, int> written_;  // how many functions have been named after an op
  absl::flat_hash_map<std::string, std::string> known_;
};

}  // namespace

bool hasChlo(const ir::Module& module) {
  return absl::c_any_of(module.functions,
                        [](const ir::Function& function) { return function.body && hasChloIn(*function.body); });
}

StatusOr<ir::Module> withComposites(ir::Module module) { return Composer(std::move(module)).run(); }

}  // namespace partita::bytecode
