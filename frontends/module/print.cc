#include "frontends/module/print.h"

#include <algorithm>
#include <set>
#include <utility>

#include "frontends/module/structures.h"
#include "graph/print_attributes.h"

namespace partita::ir {
namespace {

// As it stands within a structure: [1, 2], 3.
std::string bareText(const Attribute& attribute) {
  if (const auto* integer = std::get_if<Integer>(&attribute.value)) return strCat(integer->value);
  if (const auto* ints = std::get_if<Ints>(&attribute.value)) return intsText(ints->values);
  const std::string text = toString(attribute);
  return std::holds_alternative<Float>(attribute.value) ? text.substr(0, text.find(" : ")) : text;
}

template <typename List, typename Text>
std::string joined(const List& list, Text text) {
  std::string out;
  bool first = true;
  for (const auto& element : list) {
    strAppend(&out, first ? "" : ", ", text(element));
    first = false;
  }
  return out;
}

// #stablehlo.result_accuracy<…> and the like, which stand as dictionaries in a module.
std::string recordText(std::string_view kind, const Attributes& fields) {
  const auto field = [&](std::string_view name) {
    const Attribute* found = fields.find(name);
    return found == nullptr ? std::string("0") : bareText(*found);
  };
  const auto records = [&](std::string_view of, const Attribute* list) {
    const auto* array = list == nullptr ? nullptr : std::get_if<Array>(&list->value);
    if (array == nullptr) return std::string("[]");
    return strCat("[",
                  joined(*array,
                         [&](const Attribute& element) {
                           const auto* inner = std::get_if<Attributes>(&element.value);
                           return inner == nullptr ? toString(element) : recordText(of, *inner);
                         }),
                  "]");
  };
  std::string body;
  if (kind == "result_accuracy") {
    body = strCat("atol = ", field("atol"), ", rtol = ", field("rtol"), ", ulps = ", field("ulps"),
                  ", mode = #stablehlo.result_accuracy_mode<", field("mode"), ">");
  } else if (kind == "output_operand_alias") {
    body =
        strCat("output_tuple_indices = ", field("output_tuple_indices"), ", operand_index = ", field("operand_index"),
               ", operand_tuple_indices = ", field("operand_tuple_indices"));
  } else if (kind == "axis_ref") {
    body = strCat("name = ", field("name"));
    const Attribute* part = fields.find("sub_axis_info");
    const auto* sizes = part == nullptr ? nullptr : std::get_if<Attributes>(&part->value);
    if (sizes != nullptr)
      strAppend(&body, ", sub_axis_info = (", bareText(*sizes->find("pre_size")), ")", bareText(*sizes->find("size")));
  } else if (kind == "mesh_axis") {
    body = strCat("name = ", field("name"), ", size = ", field("size"));
  } else if (kind == "mesh") {
    body = strCat("axes = ", records("mesh_axis", fields.find("axes")));
    if (const Attribute* ids = fields.find("device_ids")) strAppend(&body, ", device_ids = ", toString(*ids));
  } else {
    const Attribute* mesh = fields.find("mesh");
    const auto* inlined = mesh == nullptr ? nullptr : std::get_if<Attributes>(&mesh->value);
    body = strCat("mesh = ", inlined == nullptr ? field("mesh") : recordText("mesh", *inlined),
                  ", axes = ", records("axis_ref", fields.find("axes")));
  }
  return strCat("#stablehlo.", kind, "<", body, ">");
}

// PERVALUE: shardings are of all results, also where there is one.
std::string valueText(std::string_view name, const Attribute& attribute, bool perValue) {
  const auto& value = attribute.value;
  if (const auto* word = std::get_if<Keyword>(&value))
    return strCat("#stablehlo<", enumerationOf(name), " ", word->word, ">");
  const auto* fields = std::get_if<Attributes>(&value);
  if (fields != nullptr && name == "output_operand_aliases") return recordText("output_operand_alias", *fields);
  if (fields != nullptr && name == "result_accuracy") return recordText("result_accuracy", *fields);
  if (fields != nullptr && name == "replica_groups") return recordText("replica_group_mesh_axes", *fields);
  if (const auto* list = std::get_if<Array>(&value)) {
    const auto element = [&](const Attribute& a) { return valueText(name, a, perValue); };
    if (name == "manual_axes") return strCat("#sdy<manual_axes{", joined(*list, element), "}>");
    if (name == "precision_config" || name == "output_operand_aliases") return strCat("[", joined(*list, element), "]");
  }
  if (const auto* pairs = std::get_if<Ints>(&value); pairs != nullptr && name == "padding") {  // of a pretty form
    const Literal literal = Literal::ints(pairs->values, {static_cast<int64_t>(pairs->values.size() / 2), 2});
    return toString(Attribute{Elements{tensorType(literal.type()), literal}});
  }
  if (const auto* flags = std::get_if<Ints>(&value); flags != nullptr && name == "window_reversal")
    return toString(Attribute{Ints{flags->values, elementType(DType::kI1)}});
  const auto* shardings = std::get_if<std::vector<TensorSharding>>(&value);
  const std::string text = toString(attribute);
  if (shardings == nullptr || shardings->size() != 1 || !perValue) return text;
  return strCat("#sdy.sharding_per_value<[", text.substr(std::string_view("#sdy.sharding").size()), "]>");
}

std::string dictionaryText(const Attributes& attributes, std::string_view operation) {
  std::set<std::string_view> taken;
  std::vector<std::string> entries;
  for (const Structure& structure : structures()) {
    const bool anyOperation = structure.operations.empty();
    if (!anyOperation &&
        std::find(structure.operations.begin(), structure.operations.end(), operation) == structure.operations.end())
      continue;
    std::string fields;
    for (const auto& [name, field] : structure.fields) {
      const Attribute* value = attributes.find(name);
      if (value == nullptr) continue;
      taken.insert(name);
      strAppend(&fields, fields.empty() ? "" : ", ", field, " = ", bareText(*value));
    }
    if (fields.empty() && anyOperation) continue;
    entries.push_back(strCat(structure.attribute, " = ", structure.dialect, structure.kind,
                             structure.kind == "conv" ? "<raw " : "<", fields, ">"));
  }
  const bool isSharding = operation == "sdy.sharding_constraint" || operation == "sdy.reshard";
  for (const NamedAttribute& entry : attributes.list()) {
    if (taken.contains(entry.name)) continue;
    const bool perValue = !operation.empty() && !(isSharding && entry.name == "sharding");
    const bool isUnit = std::holds_alternative<std::monostate>(entry.value.value);
    entries.push_back(strCat(attrNameText(entry.name), isUnit ? "" : " = ",
                             isUnit ? std::string() : valueText(entry.name, entry.value, perValue)));
  }
  return strCat("{", joined(entries, [](const std::string& entry) { return entry; }), "}");
}

class ModulePrinter {
 public:
  std::string print(const Module& module) {
    out_ = "\"builtin.module\"() ";
    if (!module.name.empty()) strAppend(&out_, "<{sym_name = ", toString(Attribute{module.name}), "}> ");
    out_ += "({\n";
    for (const NamedMesh& mesh : module.meshes)
      strAppend(&out_, "  \"sdy.mesh\"() <{mesh = ", toString(Attribute{mesh.mesh}),
                ", sym_name = ", toString(Attribute{mesh.name}), "}> ", dictionaryText(mesh.attributes, ""),
                " : () -> ()\n");
    for (const Function& function : module.functions) printFunction(function);
    strAppend(&out_, "}) ", dictionaryText(module.attributes, ""), " : () -> ()\n");
    return std::move(out_);
  }

 private:
  // Nothing where it is not known.
  void printLocation(const Location& location) {
    if (!location.stack.empty() || !location.file.empty()) strAppend(&out_, " ", locationText(location));
  }

  void printFunction(const Function& function) {
    function_ = &function;
    const auto typeOf = [](const Argument& argument) { return toString(argument.type); };
    strAppend(&out_, "  \"func.func\"() <{");
    printValueAttributes("arg_attrs", function.arguments);
    strAppend(&out_, "function_type = (", joined(function.arguments, typeOf), ") -> (",
              joined(function.results, typeOf), "), ");
    printValueAttributes("res_attrs", function.results);
    strAppend(&out_, "sym_name = ", toString(Attribute{function.name}),
              !function.isPublic    ? ", sym_visibility = \"private\""
              : function.saysPublic ? ", sym_visibility = \"public\""
                                    : "",
              "}> (");
    if (function.body) {
      printRegion(*function.body, 4, &function.arguments);
    } else {
      out_ += "{}";
    }
    strAppend(&out_, ") ", dictionaryText(function.attributes, ""), " : () -> ()");
    printLocation(function.location);
    out_ += "\n";
  }

  void printValueAttributes(const char* name, const std::vector<Argument>& values) {
    if (std::all_of(values.begin(), values.end(), [](const Argument& value) { return value.attributes.empty(); }))
      return;
    strAppend(&out_, name, " = [",
              joined(values, [](const Argument& value) { return dictionaryText(value.attributes, ""); }), "], ");
  }

  std::string types(const std::vector<ValueId>& values) const {
    return joined(values, [&](ValueId value) { return toString(function_->values[value]); });
  }

  // ARGUMENTS: of the function whose body it is.
  void printRegion(const Region& region, size_t indent, const std::vector<Argument>* arguments = nullptr) {
    out_ += "{\n";
    for (size_t i = 0; i < region.blocks.size(); ++i) {
      const Block& block = region.blocks[i];
      strAppend(&out_, std::string(indent - 2, ' '), "^bb", i, "(");
      for (size_t j = 0; j < block.arguments.size(); ++j) {
        const ValueId value = block.arguments[j];
        strAppend(&out_, j == 0 ? "" : ", ", "%", value.index, ": ", toString(function_->values[value]));
        if (i == 0 && arguments != nullptr && j < arguments->size()) printLocation((*arguments)[j].location);
      }
      out_ += "):\n";
      for (const Operation& operation : block.operations) printOperation(operation, indent);
    }
    strAppend(&out_, std::string(indent - 2, ' '), "}");
  }

  void printOperation(const Operation& operation, size_t indent) {
    const auto name = [](ValueId value) { return strCat("%", value.index); };
    strAppend(&out_, std::string(indent, ' '), joined(operation.results, name), operation.results.empty() ? "" : " = ",
              "\"", operation.name, "\"(", joined(operation.operands, name), ")");
    for (size_t i = 0; i < operation.regions.size(); ++i) {
      out_ += i == 0 ? " (" : ", ";
      printRegion(operation.regions[i], indent + 2);
    }
    strAppend(&out_, operation.regions.empty() ? " " : ") ", dictionaryText(operation.attributes, operation.name),
              " : (", types(operation.operands), ") -> (", types(operation.results), ")");
    printLocation(operation.location);
    out_ += "\n";
  }

  std::string out_;
  const Function* function_ = nullptr;
};

}  // namespace

StatusOr<std::string> printModule(const Module& module) {
  if (!module.others.empty())
    return unimplemented(module.where(module.others[0].place), ": text of the operation ", module.others[0].name,
                         " outside a function");
  return ModulePrinter().print(module);
}

}  // namespace partita::ir
