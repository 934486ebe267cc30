#include "frontends/import/tuples.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "base/text.h"

namespace partita {
namespace {

constexpr size_t kMaxParts = size_t{1} << 16;  // of one value: types of bytecode may name their parts again and again
constexpr int kMaxDepth = 64;
constexpr size_t kMaxAllParts = size_t{1} << 22;  // of all values of a function together

bool isFuture(const ir::Type& type) { return type != nullptr && type->kind == ir::TypeKind::kFuture; }
bool isTuple(const ir::Type& type) { return type != nullptr && type->kind == ir::TypeKind::kTuple; }
bool hasParts(const ir::Type& type) { return isTuple(type) || isFuture(type); }

// What may have a future among its operands or results, other than async_start and async_done.
constexpr std::string_view kHandOn[] = {"func.call",    "func.return",     "stablehlo.return",     "stablehlo.case",
                                        "stablehlo.if", "stablehlo.while", "stablehlo.custom_call"};

constexpr std::string_view kAsync[] = {
    "stablehlo.all_gather",           "stablehlo.all_reduce",         "stablehlo.all_to_all",
    "stablehlo.collective_broadcast", "stablehlo.collective_permute", "stablehlo.dynamic_slice",
    "stablehlo.dynamic_update_slice", "stablehlo.reduce_scatter",     "stablehlo.slice"};

bool functionHasTuples(const ir::Function& function) {
  const auto typed = [](const ir::Argument& argument) { return hasParts(argument.type); };
  return absl::c_any_of(function.values, hasParts) || absl::c_any_of(function.arguments, typed) ||
         absl::c_any_of(function.results, typed);
}

class Flattener {
 public:
  Flattener(const ir::Module& module, const ir::Function& from) : module_(module), from_(from) {}

  StatusOr<ir::Function> run() {
    to_.name = from_.name;
    to_.isPublic = from_.isPublic;
    to_.attributes = from_.attributes;
    to_.location = from_.location;
    to_.place = from_.place;
    RETURN_IF_ERROR(flatten(from_.arguments, to_.arguments));
    RETURN_IF_ERROR(flatten(from_.results, to_.results));
    parts_.resize(from_.values.size());
    if (from_.body) {
      ASSIGN_OR_RETURN(to_.body, flatten(*from_.body, from_.place));
    }
    return std::move(to_);
  }

 private:
  template <typename... Parts>
  Status failAt(const ir::Place& place, const Parts&... parts) const {
    return invalidArgument(module_.where(place), ": ", parts...);
  }

  // The types of the parts of TYPE, in order.
  Status leaves(const ir::Type& type, const ir::Place& place, std::vector<ir::Type>& out, int depth = 0) const {
    if (depth > kMaxDepth || out.size() > kMaxParts)
      return failAt(place, "expected a tuple of at most ", kMaxParts, " parts, nested at most ", kMaxDepth,
                    " deep, found more");
    if (!hasParts(type)) {
      out.push_back(type);
      return {};
    }
    for (const ir::Type& part : type->parts) RETURN_IF_ERROR(leaves(part, place, out, depth + 1));
    return {};
  }

  // What is said of a tuple is said of none of its parts.
  Status flatten(const std::vector<ir::Argument>& from, std::vector<ir::Argument>& to) const {
    for (const ir::Argument& argument : from) {
      if (!hasParts(argument.type)) {
        to.push_back(argument);
        continue;
      }
      std::vector<ir::Type> types;
      RETURN_IF_ERROR(leaves(argument.type, argument.place, types));
      for (ir::Type& type : types) to.push_back({std::move(type), {}, {}, argument.place});
    }
    return {};
  }

  Status count(size_t parts, const ir::Place& place) {
    if ((all_ += parts) <= kMaxAllParts) return {};
    return resourceExhausted(module_.where(place), ": the tuples of a function have more than ", kMaxAllParts,
                             " parts");
  }

  // New values for the parts of VALUE.
  Status define(ir::ValueId value, const ir::Place& place, std::vector<ir::ValueId>& out) {
    std::vector<ir::Type> types;
    RETURN_IF_ERROR(leaves(from_.values[value], place, types));
    RETURN_IF_ERROR(count(types.size(), place));
    for (ir::Type& type : types) parts_[value].push_back(to_.values.add(std::move(type)));
    out.insert(out.end(), parts_[value].begin(), parts_[value].end());
    return {};
  }

  StatusOr<ir::Region> flatten(const ir::Region& from, const ir::Place& place) {
    ir::Region to;
    for (const ir::Block& block : from.blocks) {
      ir::Block& out = to.blocks.emplace_back();
      for (const ir::ValueId argument : block.arguments) RETURN_IF_ERROR(define(argument, place, out.arguments));
      for (const ir::Operation& op : block.operations) RETURN_IF_ERROR(flatten(op, out.operations));
    }
    return to;
  }

  Status flatten(const ir::Operation& op, std::vector<ir::Operation>& out) {
    if (op.name == "stablehlo.tuple") return makeTuple(op);
    if (op.name == "stablehlo.get_tuple_element") return getElement(op);
    if (op.name == "stablehlo.async_start") return asyncStart(op, out);
    if (op.name == "stablehlo.async_done") return asyncDone(op);
    if (!absl::c_linear_search(kHandOn, op.name)) {
      for (const std::vector<ir::ValueId>* values : {&op.operands, &op.results})
        for (const ir::ValueId value : *values)
          if (isFuture(from_.values[value]))
            return failAt(op.types, "expected no future among the operands and results of ", op.name, ", found ",
                          ir::toString(from_.values[value]), "; async_start makes one, async_done waits for it");
    }
    ir::Operation to = op;
    to.operands.clear();
    to.results.clear();
    to.regions.clear();
    for (const ir::ValueId operand : op.operands) {
      RETURN_IF_ERROR(count(parts_[operand].size(), op.place));
      to.operands.insert(to.operands.end(), parts_[operand].begin(), parts_[operand].end());
    }
    for (const ir::Region& region : op.regions) {
      ASSIGN_OR_RETURN(ir::Region inner, flatten(region, op.place));
      to.regions.push_back(std::move(inner));
    }
    for (const ir::ValueId result : op.results) RETURN_IF_ERROR(define(result, op.types, to.results));
    out.push_back(std::move(to));
    return {};
  }

  Status makeTuple(const ir::Operation& op) {
    if (op.results.size() != 1)
      return failAt(op.place, "expected one result of ", op.name, ", found ", op.results.size());
    std::vector<ir::Type> types;
    std::vector<ir::ValueId> parts;
    for (const ir::ValueId operand : op.operands) {
      types.push_back(from_.values[operand]);
      parts.insert(parts.end(), parts_[operand].begin(), parts_[operand].end());
    }
    if (parts.size() > kMaxParts)
      return failAt(op.place, "expected a tuple of at most ", kMaxParts, " parts, found more");
    RETURN_IF_ERROR(count(parts.size(), op.place));
    const ir::Type& declared = from_.values[op.results[0]];
    const ir::Type type = ir::makeType(ir::TypeKind::kTuple, std::move(types));
    if (!ir::sameType(declared, type))
      return failAt(op.types, "tuple_c1: expected result type ", ir::toString(type), " of ", op.name, ", found ",
                    ir::toString(declared));
    parts_[op.results[0]] = std::move(parts);
    return {};
  }

  Status getElement(const ir::Operation& op) {
    if (op.operands.size() != 1 || op.results.size() != 1)
      return failAt(op.place, "expected one operand and one result of ", op.name, ", found ", op.operands.size(),
                    " and ", op.results.size());
    const ir::Type& tuple = from_.values[op.operands[0]];
    if (!isTuple(tuple))
      return failAt(op.types, "get_tuple_element_i1: expected a tuple as operand of ", op.name, ", found ",
                    ir::toString(tuple));
    const ir::Attribute* attribute = op.attributes.find("index");
    const auto* number = attribute == nullptr ? nullptr : std::get_if<ir::Integer>(&attribute->value);
    if (number == nullptr || number->value < 0 || number->value >= static_cast<int64_t>(tuple->parts.size()))
      return failAt(op.place, number == nullptr ? "get_tuple_element_i2" : "get_tuple_element_c1",
                    ": expected an index of ", op.name, " below ", tuple->parts.size(), ", found ",
                    number == nullptr ? std::string("none") : strCat(number->value));
    const auto index = static_cast<size_t>(number->value);
    const ir::Type& declared = from_.values[op.results[0]];
    if (!ir::sameType(declared, tuple->parts[index]))
      return failAt(op.types, "get_tuple_element_c2: expected result type ", ir::toString(tuple->parts[index]), " of ",
                    op.name, ", found ", ir::toString(declared));
    std::vector<ir::Type> before, own;
    for (size_t i = 0; i < index; ++i) RETURN_IF_ERROR(leaves(tuple->parts[i], op.types, before));
    RETURN_IF_ERROR(leaves(declared, op.types, own));
    const auto& parts = parts_[op.operands[0]];
    if (parts.size() < before.size() + own.size()) return {};  // of what could not be read
    RETURN_IF_ERROR(count(own.size(), op.place));
    parts_[op.results[0]].assign(parts.begin() + static_cast<ptrdiff_t>(before.size()),
                                 parts.begin() + static_cast<ptrdiff_t>(before.size() + own.size()));
    return {};
  }

  // The operation in its body, where it starts: a program says that others may run beside it, not that they do.
  Status asyncStart(const ir::Operation& op, std::vector<ir::Operation>& out) {
    if (op.results.size() != 1 || !isFuture(from_.values[op.results[0]]))
      return failAt(op.types, "async_start_c4: expected one result of ", op.name, ", a future, found ",
                    op.results.empty() ? std::string("none") : ir::toString(from_.values[op.results[0]]));
    const ir::Block* block =
        op.regions.size() == 1 && op.regions[0].blocks.size() == 1 ? &op.regions[0].blocks[0] : nullptr;
    if (block == nullptr || block->operations.size() != 2 || block->operations[1].name != "stablehlo.return")
      return failAt(op.place, "async_start_c1: expected one operation and a return in the body of ", op.name);
    const ir::Operation& inner = block->operations[0];
    if (!absl::c_linear_search(kAsync, inner.name))
      return failAt(inner.place, "async_start_c2: expected a collective, a slice, a dynamic_slice or a ",
                    "dynamic_update_slice in the body of ", op.name, ", found ", inner.name);
    const auto typeOf = [&](ir::ValueId value) { return from_.values[value]; };
    const auto sameTypes = [&](const std::vector<ir::ValueId>& values) {
      return values.size() == op.operands.size() &&
             absl::c_equal(values, op.operands,
                           [&](ir::ValueId a, ir::ValueId b) { return ir::sameType(typeOf(a), typeOf(b)); });
    };
    // A body without arguments reads what is around it.
    if (block->arguments.empty() ? inner.operands != op.operands
                                 : !sameTypes(inner.operands) || !sameTypes(block->arguments))
      return failAt(op.place, "async_start_c3: expected the operands of ", op.name, " to be those of ", inner.name,
                    " in its body, of the same types");
    const std::vector<ir::Type>& promised = typeOf(op.results[0])->parts;
    if (block->operations[1].operands != inner.results ||
        !absl::c_equal(block->operations[1].operands, promised,
                       [&](ir::ValueId value, const ir::Type& type) { return ir::sameType(typeOf(value), type); }))
      return failAt(op.types, "async_start_c4: expected a future of what ", inner.name, " gives, which the body of ",
                    op.name, " returns, found ", ir::toString(typeOf(op.results[0])));
    for (size_t i = 0; i < block->arguments.size(); ++i) parts_[block->arguments[i]] = parts_[op.operands[i]];
    RETURN_IF_ERROR(flatten(inner, out));
    for (const ir::ValueId value : block->operations[1].operands) append(parts_[value], parts_[op.results[0]]);
    return count(parts_[op.results[0]].size(), op.place);
  }

  Status asyncDone(const ir::Operation& op) {
    const ir::Type future = op.operands.size() == 1 ? from_.values[op.operands[0]] : nullptr;
    if (!isFuture(future))
      return failAt(op.types, "async_done_i1: expected one operand of ", op.name, ", a future, found ",
                    future == nullptr ? strCat(op.operands.size(), " operands") : ir::toString(future));
    if (!absl::c_equal(op.results, future->parts, [&](ir::ValueId value, const ir::Type& type) {
          return ir::sameType(from_.values[value], type);
        }))
      return failAt(op.types, "async_done_c1: expected the results of ", op.name, " to be what it waits for, ",
                    ir::toString(future));
    const std::vector<ir::ValueId> parts = parts_[op.operands[0]];
    size_t at = 0;
    for (const ir::ValueId result : op.results) {
      std::vector<ir::Type> own;
      RETURN_IF_ERROR(leaves(from_.values[result], op.types, own));
      for (size_t i = 0; i < own.size() && at < parts.size(); ++i) parts_[result].push_back(parts[at++]);
    }
    return count(at, op.place);
  }

  static void append(const std::vector<ir::ValueId>& from, std::vector<ir::ValueId>& to) {
    to.insert(to.end(), from.begin(), from.end());
  }

  const ir::Module& module_;
  const ir::Function& from_;
  ir::Function to_;
  size_t all_ = 0;
  IdVector<ir::ValueId, std::vector<ir::ValueId>> parts_;  // of each value of from_, in to_
};

}  // namespace

bool hasTuples(const ir::Module& module) { return absl::c_any_of(module.functions, functionHasTuples); }

StatusOr<ir::Module> flattenTuples(const ir::Module& module) {
  ir::Module out;
  out.file = module.file;
  out.name = module.name;
  out.attributes = module.attributes;
  out.meshes = module.meshes;
  out.others = module.others;
  out.platforms = module.platforms;
  for (const ir::Function& function : module.functions) {
    if (!functionHasTuples(function)) {
      out.functions.push_back(function);
      continue;
    }
    ASSIGN_OR_RETURN(ir::Function flat, Flattener(module, function).run());
    out.functions.push_back(std::move(flat));
  }
  return out;
}

}  // namespace partita
