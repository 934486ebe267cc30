// The module and its entry: meshes, functions, the program's arguments and results.
#include "absl/algorithm/container.h"
#include "frontends/import/import.h"
#include "frontends/import/importer.h"
#include "frontends/import/shardy.h"
#include "frontends/import/tuples.h"
#include "graph/argument_names.h"
#include "graph/node_check.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

constexpr int kMaxDepth = 120;  // of regions and calls within each other

// The string NAME of ATTRS, taken out of it.
std::optional<std::string> takeString(AttrDict& attrs, std::string_view name) {
  const Attr* found = attrs.find(name);
  if (found == nullptr || !std::holds_alternative<std::string>(*found)) return std::nullopt;
  std::string out = std::get<std::string>(*found);
  attrs.erase(name);
  return out;
}

// What the program itself calls ARGUMENT, number I.
std::string nameOf(const ir::Argument& argument, size_t i) {
  if (const ir::Attribute* attribute = argument.attributes.find(kArgumentNameAttr)) {
    if (const auto* name = std::get_if<std::string>(&attribute->value)) return *name;
  }
  std::string name = argumentNameFromPath(argument.location.stack);
  return name.empty() ? strCat("arg", i) : name;
}

// WORD is how a user names ARGUMENT: by its name, its place, or what JAX says it is (a symbolic dimension).
bool isCalled(const ir::Argument& argument, size_t i, std::string_view word) {
  if (word == nameOf(argument, i) || word == strCat("arg", i) || word == strCat(i)) return true;
  const ir::Attribute* attribute = argument.attributes.find("jax.global_constant");
  const auto* name = attribute == nullptr ? nullptr : std::get_if<std::string>(&attribute->value);
  return name != nullptr && *name == word;
}

}  // namespace

StatusOr<Graph> importModule(const ir::Module& module, const Status& read, const ImportOptions& options) {
  if (hasTuples(module)) {
    StatusOr<ir::Module> flat = flattenTuples(module);
    if (!flat.ok()) return read.ok() ? flat.status() : read;
    return importModule(*flat, read, options);
  }
  if (read.ok()) RETURN_IF_ERROR(checkShardy(module));
  std::optional<ir::Module> rewritten;
  if (needsShardy(module)) {
    StatusOr<ir::Module> shardy = toShardy(module);
    if (shardy.ok()) {
      rewritten = *std::move(shardy);
    } else if (read.ok()) {
      return shardy.status();
    }
  }
  Importer importer(rewritten ? *rewritten : module, options);
  Status status = importer.run();
  if (!read.ok()) status = read;  // what goes wrong in a part of a module says nothing
  if (!importer.missing().empty()) return importer.missing().error(status);
  RETURN_IF_ERROR(status);
  return importer.takeGraph();
}

bool leavesSizesOpen(const ir::Module& module, const ImportOptions& options) {
  return Importer(module, options).leavesSizesOpen();
}

Status Importer::nest(const ir::Place& place) {
  if (++depth_ > kMaxDepth) return failAt(place, "expected at most ", kMaxDepth, " levels of nesting, found more");
  return {};
}

Status Importer::run() {
  if (!module_.name.empty()) graph_.name = module_.name;
  for (const ir::NamedAttribute& attribute : module_.attributes.list())
    graph_.attrs.set(attribute.name, importOther(attribute.name, attribute.value));
  for (const ir::Operation& op : module_.others)
    missing_.note(strCat("op ", op.name, " at the top of a module"), op.place);
  RETURN_IF_ERROR(addMeshes());
  RETURN_IF_ERROR(addFunctions());
  ASSIGN_OR_RETURN(const ir::Function* entry, entryFunction());
  RETURN_IF_ERROR(importEntry(*entry));
  return checkUnreached();
}

// What no call from the entry reaches is well formed too, as far as it is supported.
Status Importer::checkUnreached() {
  const ImportOptions none;
  for (const ir::Function& function : module_.functions) {
    if (!missing_.empty()) return {};
    if (!function.body || reached_.contains(&function)) continue;
    Importer other(module_, none);
    RETURN_IF_ERROR(other.addMeshes());
    RETURN_IF_ERROR(other.addFunctions());
    other.operations_ = operations_;
    other.calls_ = calls_;
    const Status status = other.importEntry(function);
    if (!status.ok() && status.code() != absl::StatusCode::kUnimplemented && other.missing_.empty()) return status;
    operations_ = other.operations_;
    calls_ = other.calls_;
    reached_.insert(other.reached_.begin(), other.reached_.end());
  }
  return {};
}

Status Importer::addMeshes() {
  for (const ir::NamedMesh& named : module_.meshes) {
    Mesh mesh = named.mesh;
    mesh.name = named.name;
    if (Status status = checkMesh(mesh); !status.ok()) return annotate(status, module_.where(named.place));
    if (!meshes_.emplace(named.name, MeshId(graph_.meshes.size())).second)
      return failAt(named.place, "expected each mesh once, found @", named.name, " again");
    graph_.meshes.add(std::move(mesh));
    // It says the same in another dialect's words; it is kept with the module and printed again.
    if (!named.attributes.empty())
      graph_.attrs.set(strCat("sdy.mesh.", named.name), TextAttr{ir::toString(named.attributes)});
  }
  return {};
}

Status Importer::addFunctions() {
  for (const ir::Function& function : module_.functions) {
    if (!functions_.emplace(function.name, &function).second)
      return failAt(function.place, "expected each function once, found @", function.name, " again");
  }
  return {};
}

StatusOr<const ir::Function*> Importer::entryFunction() const {
  const ir::Function* entry = nullptr;
  if (const auto main = functions_.find("main"); main != functions_.end()) {
    entry = main->second;
  } else {
    for (const ir::Function& function : module_.functions) {
      if (!function.isPublic) continue;
      if (entry != nullptr)
        return failAt(function.place, "expected a function @main, found public functions @", entry->name, " and @",
                      function.name);
      entry = &function;
    }
  }
  if (entry == nullptr) return invalidArgument(module_.file, ": expected a public function @main, found none");
  if (!entry->body) return failAt(entry->place, "expected a body of function @", entry->name);
  return entry;
}

std::optional<int64_t> Importer::constantOf(const ir::Argument& argument, size_t i) const {
  for (const auto& [name, value] : options_.constants)
    if (isCalled(argument, i, name)) return value;
  const auto cpu = absl::c_find(module_.platforms, "cpu");
  if (cpu == module_.platforms.end() || !isCalled(argument, i, "_platform_index")) return std::nullopt;
  return cpu - module_.platforms.begin();
}

const Dims* Importer::givenShape(const ir::Argument& argument, size_t i, size_t kept) const {
  const auto named =
      absl::c_find_if(options_.shapes, [&](const auto& given) { return isCalled(argument, i, given.argument); });
  if (named != options_.shapes.end()) return &named->dims;
  const std::optional<TensorType> type = graphType(argument.type);
  if (!type || !isOpen(*type)) return nullptr;
  const auto numbered = absl::c_find_if(options_.inputs, [&](const auto& given) { return given.first == kept; });
  return numbered == options_.inputs.end() ? nullptr : &numbered->second;
}

Status Importer::checkOptions(const ir::Function& function) const {
  const auto check = [&](std::string_view what, std::string_view name) -> Status {
    for (size_t i = 0; i < function.arguments.size(); ++i)
      if (isCalled(function.arguments[i], i, name)) return {};
    return failAt(function.place, "a ", what, " is given for '", name, "': @", function.name, " has no such argument");
  };
  for (const auto& [name, dims] : options_.shapes) RETURN_IF_ERROR(check("shape", name));
  for (const auto& [name, value] : options_.constants) RETURN_IF_ERROR(check("constant", name));
  return {};
}

StatusOr<std::optional<TensorType>> Importer::entryType(const ir::Argument& argument, size_t i, size_t kept) {
  std::optional<TensorType> type = graphType(argument.type);
  if (!type) missing_.note(missingType(argument.type), argument.place);
  const Dims* shape = givenShape(argument, i, kept);
  if (type && shape != nullptr) {
    if (Status status = checkDims(*shape); !status.ok()) return annotate(status, module_.where(argument.place));
    type->dims = *shape;
    if (!admits(argument.type, *type))
      return failAt(argument.place, "argument ", i, " has type ", ir::toString(argument.type),
                    ": it cannot have shape ", dimsToString(*shape));
  }
  if (type && isOpen(*type)) {
    missing_.note(strCat("argument ", i, " of type ", ir::toString(argument.type),
                         " without a shape (give it with --shape ", nameOf(argument, i), "=…)"),
                  argument.place);
    type.reset();
  }
  return type;
}

bool Importer::leavesSizesOpen() {
  if (!addFunctions().ok()) return false;
  const StatusOr<const ir::Function*> entry = entryFunction();
  if (!entry.ok()) return false;
  size_t kept = 0;
  for (size_t i = 0; i < (*entry)->arguments.size(); ++i) {
    const ir::Argument& argument = (*entry)->arguments[i];
    if (constantOf(argument, i)) continue;
    const std::optional<TensorType> type = graphType(argument.type);
    if (type && isOpen(*type) && givenShape(argument, i, kept) == nullptr) return true;
    ++kept;
  }
  return false;
}

Status Importer::importEntry(const ir::Function& function) {
  callStack_.push_back({&function, {}});
  RETURN_IF_ERROR(checkOptions(function));
  std::vector<ValueId> arguments;
  std::vector<AttrDict> attributes;
  for (size_t i = 0; i < function.arguments.size(); ++i) {
    const ir::Argument& argument = function.arguments[i];
    ASSIGN_OR_RETURN(const std::optional<TensorType> type, entryType(argument, i, kept_.size()));
    if (const std::optional<int64_t> constant = constantOf(argument, i); constant && type) {
      if (!isInteger(type->dtype) || type->elements() != 1)
        return failAt(argument.place, "expected an argument of one integer where a constant is given, found ",
                      type->toString());
      arguments.push_back(NodeBuilder(graph_, graph_.body()).ints(*type, {*constant}));
      hasConstants_ = true;
      continue;
    }
    kept_.push_back(i);
    std::optional<Sharding> sharding;
    RETURN_IF_ERROR(importValueAttributes(argument, attributes.emplace_back(), sharding));
    arguments.push_back(type ? graph_.addArgument(graph_.body(), *type) : ValueId());
    if (type && sharding) graph_.setSharding(arguments.back(), std::move(sharding));
  }
  for (const ir::Argument& result : function.results) {
    ResultInfo& info = graph_.results.emplace_back();
    std::optional<Sharding> sharding;
    RETURN_IF_ERROR(importValueAttributes(result, info.attrs, sharding));
    if (std::optional<std::string> name = takeString(info.attrs, "jax.result_info")) info.name = *std::move(name);
    if (sharding) info.attrs.set("sdy.sharding", ShardingsAttr{*std::move(sharding)});
  }
  ASSIGN_OR_RETURN(std::vector<ValueId> results, importBody(function, std::move(arguments), graph_.body()));
  if (!missing_.empty()) return {};  // the graph has holes
  graph_.regions[graph_.body()].results = std::move(results);
  return setEntryInfo(function, attributes);
}

Status Importer::setEntryInfo(const ir::Function& function, const std::vector<AttrDict>& attributes) {
  const std::vector<ValueId>& results = graph_.bodyRegion().results;
  std::vector<bool> aliased(results.size());
  for (size_t i = 0; i < kept_.size(); ++i) {
    ArgumentInfo& info = graph_.arguments[i];
    const TensorType& type = graph_.type(graph_.bodyRegion().args[i]);
    info.attrs = attributes[i];
    if (const Attr* alias = info.attrs.find("tf.aliasing_output"); alias != nullptr) {
      const int64_t* result = std::get_if<int64_t>(alias);
      if (result == nullptr || *result < 0 || *result >= static_cast<int64_t>(results.size()) || aliased[*result] ||
          graph_.type(results[*result]) != type) {
        return failAt(function.arguments[kept_[i]].place,
                      "expected tf.aliasing_output to be a result of the same type, ", type.toString(),
                      ", that no other argument has");
      }
      aliased[*result] = true;
      info.aliasesResult = static_cast<int>(*result);
      info.attrs.erase("tf.aliasing_output");
    }
    if (const Attr* donor = info.attrs.find("jax.buffer_donor"); donor != nullptr) {
      const bool* flag = std::get_if<bool>(donor);
      if (flag == nullptr && !std::holds_alternative<UnitAttr>(*donor))
        return failAt(function.arguments[i].place, "expected true or false for jax.buffer_donor");
      info.donor = flag == nullptr || *flag;
      info.attrs.erase("jax.buffer_donor");
    }
  }
  std::vector<std::string> names = defaultArgumentNames(graph_);
  for (size_t i = 0; i < kept_.size(); ++i) {
    ArgumentInfo& info = graph_.arguments[i];
    info.name = std::move(names[i]);
    if (std::string name = argumentNameFromPath(function.arguments[kept_[i]].location.stack); !name.empty()) {
      info.name = std::move(name);
      info.named = true;
    }
    if (std::optional<std::string> name = takeString(info.attrs, kArgumentNameAttr)) {
      info.name = *std::move(name);
      info.named = true;
    }
  }
  return {};
}

}  // namespace partita
