#include "graph/print.h"

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/text.h"
#include "graph/argument_names.h"
#include "graph/op.h"
#include "graph/print_attributes.h"

namespace partita {
namespace {

// Names as MLIR gives them (AsmPrinter, SSANameState): the ops of a block are numbered before the regions in them, and
// each region goes on with the counters that its block ended with, so that regions beside each other share names.
class Namer {
 public:
  explicit Namer(const Graph& graph) : graph_(graph), names_(graph.values.size()) {
    nameRegion(graph.body(), Counters{}, "arg");
  }
  IdVector<ValueId, std::string> take() { return std::move(names_); }

 private:
  struct Counters {
    uint32_t value = 0, argument = 0, conflict = 0;
  };

  std::string unique(std::string_view name, Counters& counters, std::vector<std::string>& scope) {
    std::string out(name);
    while (!used_.insert(out).second) out = strCat(name, "_", counters.conflict++);
    scope.push_back(out);
    return strCat("%", out);
  }

  void nameRegion(RegionId id, Counters counters, std::string_view argumentName) {
    const Region& region = graph_.regions[id];
    std::vector<std::string> scope;
    for (ValueId arg : region.args) {
      names_[arg] = argumentName == "arg" ? unique(strCat("arg", counters.argument++), counters, scope)
                                          : unique(argumentName, counters, scope);
    }
    for (NodeId nodeId : region.nodes) {
      const Node& node = graph_.nodes[nodeId];
      if (node.results.empty()) continue;
      std::string name;
      if (node.kind == OpKind::kConstant) {
        DType dtype = graph_.type(node.results[0]).dtype;
        name = unique(isInteger(dtype) || dtype == DType::kI1 ? "c" : "cst", counters, scope);
      } else {
        name = strCat("%", counters.value++);
      }
      for (ValueId result : node.results) {
        names_[result] = node.results.size() == 1 ? name : strCat(name, "#", graph_.values[result].index);
      }
    }
    for (NodeId nodeId : region.nodes) {
      const Node& node = graph_.nodes[nodeId];
      for (RegionId inner : node.regions) {
        nameRegion(inner, counters, opDef(node.kind).form == TextForm::kWhile ? "iterArg" : "arg");
      }
    }
    for (const std::string& name : scope) used_.erase(name);
  }

  const Graph& graph_;
  IdVector<ValueId, std::string> names_;
  absl::flat_hash_set<std::string> used_;
};

class Printer {
 public:
  Printer(const Graph& graph, const PrintOptions& options)
      : graph_(graph), options_(options), names_(Namer(graph).take()) {}

  std::string module() {
    strAppend(&out_, "module ", symbolText(graph_.name));
    std::string attrs;
    for (const auto& [name, value] : graph_.attrs) {
      if (isMeshDictionary(name)) continue;
      bool unit = std::holds_alternative<UnitAttr>(value);
      strAppend(&attrs, attrs.empty() ? "" : ", ", attrNameText(name), unit ? "" : " = ",
                unit ? "" : otherValueText(graph_, name, value));
    }
    if (!attrs.empty()) strAppend(&out_, " attributes {", attrs, "}");
    out_ += " {\n";
    for (const Mesh& mesh : graph_.meshes) printMesh(mesh);
    printMain();
    out_ += "}\n";
    return std::move(out_);
  }

  std::string node(NodeId id) {
    flat_ = true;
    printNode(id, 0);
    return std::move(out_);
  }

 private:
  static constexpr std::string_view kMeshPrefix = "sdy.mesh.";
  bool isMeshDictionary(std::string_view name) const {
    if (!name.starts_with(kMeshPrefix)) return false;
    return std::any_of(graph_.meshes.begin(), graph_.meshes.end(),
                       [&](const Mesh& mesh) { return mesh.name == name.substr(kMeshPrefix.size()); });
  }

  void indent(int depth) { out_.append(2 * depth, ' '); }
  std::string_view name(ValueId value) const { return names_[value]; }

  void printMesh(const Mesh& mesh) {
    strAppend(&out_, "  sdy.mesh ", symbolText(mesh.name), " = ", meshText(mesh));
    if (const Attr* dictionary = graph_.attrs.find(strCat(kMeshPrefix, mesh.name)); dictionary != nullptr) {
      strAppend(&out_, " ", otherValueText(graph_, "", *dictionary));
    }
    out_ += "\n";
  }

  // " {a = 1, b}" or nothing.
  void printDictionary(const AttrDict& attrs) {
    std::string text;
    for (const auto& [name, value] : attrs) {
      bool unit = std::holds_alternative<UnitAttr>(value);
      strAppend(&text, text.empty() ? "" : ", ", attrNameText(name), unit ? "" : " = ",
                unit ? "" : otherValueText(graph_, name, value));
    }
    if (!text.empty()) strAppend(&out_, " {", text, "}");
  }

  void printMain() {
    const Region& body = graph_.bodyRegion();
    std::vector<std::string> defaults = defaultArgumentNames(graph_);
    out_ += "  func.func public @main(";
    for (size_t i = 0; i < body.args.size(); ++i) {
      const ArgumentInfo& info = graph_.arguments[i];
      AttrDict attrs = info.attrs;
      if (info.aliasesResult) attrs.set("tf.aliasing_output", static_cast<int64_t>(*info.aliasesResult));
      if (info.donor) attrs.set("jax.buffer_donor", true);
      if (info.name != defaults[i]) attrs.set(kArgumentNameAttr, info.name);
      if (graph_.sharding(body.args[i])) attrs.set("sdy.sharding", ShardingsAttr{*graph_.sharding(body.args[i])});
      strAppend(&out_, i > 0 ? ", " : "", name(body.args[i]), ": ", graph_.type(body.args[i]).toString());
      printDictionary(attrs);
    }
    out_ += ")";
    if (!body.results.empty()) {
      bool bare = body.results.size() == 1 && graph_.results[0].attrs.empty() && graph_.results[0].name.empty();
      out_ += bare ? " -> " : " -> (";
      for (size_t i = 0; i < body.results.size(); ++i) {
        AttrDict attrs = graph_.results[i].attrs;
        if (!graph_.results[i].name.empty()) attrs.set("jax.result_info", graph_.results[i].name);
        strAppend(&out_, i > 0 ? ", " : "", graph_.type(body.results[i]).toString());
        printDictionary(attrs);
      }
      if (!bare) out_ += ")";
    }
    out_ += " {\n";
    printBody(graph_.body(), 2, "return");
    out_ += "  }\n";
  }

  // The nodes of a region and its terminator; ends with a line break.
  void printBody(RegionId id, int depth, std::string_view terminator) {
    const Region& region = graph_.regions[id];
    for (NodeId node : region.nodes) {
      indent(depth);
      printNode(node, depth);
      out_ += "\n";
    }
    indent(depth);
    out_ += terminator;
    if (!region.results.empty()) {
      strAppend(&out_, " ", values(region.results), " : ", types(region.results));
    }
    out_ += "\n";
  }

  std::string values(absl::Span<const ValueId> list) const {
    std::string out;
    for (size_t i = 0; i < list.size(); ++i) strAppend(&out, i > 0 ? ", " : "", name(list[i]));
    return out;
  }
  std::string types(absl::Span<const ValueId> list) const {
    std::string out;
    for (size_t i = 0; i < list.size(); ++i) strAppend(&out, i > 0 ? ", " : "", graph_.type(list[i]).toString());
    return out;
  }
  std::string blockArguments(absl::Span<const ValueId> list) const {
    std::string out = "(";
    for (size_t i = 0; i < list.size(); ++i)
      strAppend(&out, i > 0 ? ", " : "", name(list[i]), ": ", graph_.type(list[i]).toString());
    return out + ")";
  }
  std::string functionalType(const Node& node) const {
    std::string out = strCat("(", types(node.operands), ") -> ");
    if (node.results.size() == 1) return out + types(node.results);
    return strCat(out, "(", types(node.results), ")");
  }
  bool allSameType(const Node& node) const {
    if (node.results.size() != 1) return false;
    const TensorType& type = graph_.type(node.results[0]);
    return std::all_of(node.operands.begin(), node.operands.end(),
                       [&](ValueId value) { return graph_.type(value) == type; });
  }

  void printNode(NodeId id, int depth) {
    const Node& node = graph_.nodes[id];
    if (!node.results.empty()) {
      std::string_view first = name(node.results[0]);
      if (node.results.size() == 1) {
        strAppend(&out_, first, " = ");
      } else {
        strAppend(&out_, first.substr(0, first.find('#')), ":", node.results.size(), " = ");
      }
    }
    TextForm form = opDef(node.kind).form;
    bool pretty = !options_.genericForm && form != TextForm::kGeneric;
    if (pretty) {
      printPretty(node, form, depth);
    } else {
      printGeneric(node, depth);
    }
    if (options_.locations) strAppend(&out_, " ", locationText(graph_.location(id)));
  }

  std::string dictionary(const Node& node, AttrSelection selection,
                         absl::Span<const std::string_view> skip = {}) const {
    return dictionaryText(graph_, node, selection, skip, options_.maxLiteralElements);
  }
  // " {…}" of everything that is not in SKIP.
  void printRest(const Node& node, absl::Span<const std::string_view> skip) {
    std::string text = dictionary(node, AttrSelection::kAll, skip);
    if (!text.empty()) strAppend(&out_, " {", text, "}");
  }

  std::string_view terminatorOf(const Node& node) const {
    return node.kind == OpKind::kManualComputation ? "sdy.return" : "stablehlo.return";
  }

  // The region from behind its '{' up to and with its '}'.
  void printInner(const Node& node, RegionId region, int depth) {
    if (flat_) {
      out_ += " … }";
      return;
    }
    out_ += "\n";
    printBody(region, depth + 1, terminatorOf(node));
    indent(depth);
    out_ += "}";
  }

  void printGeneric(const Node& node, int depth) {
    strAppend(&out_, "\"", opName(node.kind), "\"(", values(node.operands), ")");
    if (std::string text = dictionary(node, AttrSelection::kKnown); !text.empty()) strAppend(&out_, " <{", text, "}>");
    if (!node.regions.empty()) {
      out_ += " (";
      for (size_t i = 0; i < node.regions.size(); ++i) {
        out_ += i > 0 ? ", {" : "{";
        const Region& region = graph_.regions[node.regions[i]];
        if (!region.args.empty() && !flat_) {
          out_ += "\n";
          indent(depth);
          strAppend(&out_, "^bb0", blockArguments(region.args), ":");
        }
        printInner(node, node.regions[i], depth);
      }
      out_ += ")";
    }
    if (std::string text = dictionary(node, AttrSelection::kOthers); !text.empty()) strAppend(&out_, " {", text, "}");
    strAppend(&out_, " : ", functionalType(node));
  }

  void printPretty(const Node& node, TextForm form, int depth) {
    out_ += opName(node.kind);
    switch (form) {
      case TextForm::kCompare: {
        strAppend(&out_, " ", node.attrs.getKeyword("direction"), ", ", values(node.operands));
        if (node.attrs.has("compare_type")) strAppend(&out_, ", ", node.attrs.getKeyword("compare_type"));
        printRest(node, {"direction", "compare_type"});
        break;
      }
      case TextForm::kConstant: {
        printRest(node, {"value"});
        strAppend(&out_, " ", literalText(node.attrs.getLiteral("value"), options_.maxLiteralElements));
        return;
      }
      case TextForm::kSlice:
        printSlice(node);
        break;
      case TextForm::kDotGeneral:
        printDotGeneral(node);
        break;
      case TextForm::kConvolution:
        printConvolution(node);
        break;
      case TextForm::kReduce:
        printReduce(node, depth);
        return;
      case TextForm::kWhile:
        printWhile(node, depth);
        return;
      case TextForm::kManualComputation:
        printManualComputation(node, depth);
        return;
      case TextForm::kShardingConstraint: {
        const Sharding& sharding = node.attrs.getShardings("sharding")[0];
        strAppend(&out_, " ", values(node.operands), " ", shardingToString(sharding, graph_.meshes[sharding.mesh]));
        printRest(node, {"sharding"});
        break;
      }
      case TextForm::kCustomCall: {
        strAppend(&out_, " ", symbolText(node.attrs.getString("call_target_name")), "(", values(node.operands), ")");
        printRest(node, {"call_target_name"});
        break;
      }
      case TextForm::kReducePrecision: {
        strAppend(&out_, " ", values(node.operands), ", format = e", node.attrs.getInt("exponent_bits"), "m",
                  node.attrs.getInt("mantissa_bits"));
        printRest(node, {"exponent_bits", "mantissa_bits"});
        break;
      }
      default:
        printNamedItems(node, form == TextForm::kCall);
        break;
    }
    strAppend(&out_, " : ", typeText(node, form));
  }

  std::string typeText(const Node& node, TextForm form) const {
    switch (form) {
      case TextForm::kSameType:
      case TextForm::kClamp:
      case TextForm::kReducePrecision:
      case TextForm::kShardingConstraint: {
        // chlo ops write all types.
        if (opName(node.kind).starts_with("chlo.")) return strCat(types(node.operands), " -> ", types(node.results));
        if (!allSameType(node)) return functionalType(node);
        return types(node.results);
      }
      case TextForm::kSelect: {
        const TensorType& type = graph_.type(node.results[0]);
        if (graph_.type(node.operands[1]) != type || graph_.type(node.operands[2]) != type) return functionalType(node);
        return strCat(graph_.type(node.operands[0]).toString(), ", ", type.toString());
      }
      case TextForm::kCall:
        return strCat(types(node.operands), " -> (", types(node.results), ")");
      case TextForm::kIota:
      case TextForm::kNullary:
      case TextForm::kVariadicSameTypes:
        return types(node.results);
      default:
        return functionalType(node);
    }
  }

  // %0, %1, dims = [0, 1]: operands, then the attributes that the op must have; in parentheses where it is a call.
  void printNamedItems(const Node& node, bool call) {
    std::string items = values(node.operands);
    std::vector<std::string_view> shown;
    for (const AttrDef& attr : opDef(node.kind).attrs) {
      const Attr* value = node.attrs.find(attr.name);
      if (!attr.required || value == nullptr) continue;
      strAppend(&items, items.empty() ? "" : ", ", attr.name, " = ", prettyValueText(graph_, *value));
      shown.push_back(attr.name);
    }
    if (call)
      strAppend(&out_, "(", items, ")");
    else if (!items.empty())
      strAppend(&out_, " ", items);
    printRest(node, shown);
  }

  void printSlice(const Node& node) {
    absl::Span<const int64_t> start = node.attrs.getInts("start"), limit = node.attrs.getInts("limit"),
                              strides = node.attrs.getInts("strides");
    strAppend(&out_, " ", values(node.operands), " [");
    for (size_t i = 0; i < start.size(); ++i) {
      strAppend(&out_, i > 0 ? ", " : "", start[i], ":", limit[i]);
      if (i < strides.size() && strides[i] != 1) strAppend(&out_, ":", strides[i]);
    }
    out_ += "]";
    printRest(node, {"start", "limit", "strides"});
  }

  void printDotGeneral(const Node& node) {
    const AttrDict& attrs = node.attrs;
    strAppend(&out_, " ", values(node.operands));
    if (!attrs.getInts("lhs_batch").empty()) {
      strAppend(&out_, ", batching_dims = ", intsText(attrs.getInts("lhs_batch")), " x ",
                intsText(attrs.getInts("rhs_batch")));
    }
    strAppend(&out_, ", contracting_dims = ", intsText(attrs.getInts("lhs_contract")), " x ",
              intsText(attrs.getInts("rhs_contract")));
    if (attrs.has("precision")) strAppend(&out_, ", precision = [", attrs.getKeyword("precision"), "]");
    if (const Attr* algorithm = attrs.find("algorithm"); algorithm != nullptr) {
      strAppend(&out_, ", algorithm = ", otherValueText(graph_, "algorithm", *algorithm));
    }
    printRest(node, {"lhs_batch", "rhs_batch", "lhs_contract", "rhs_contract", "precision", "algorithm"});
  }

  void printConvolution(const Node& node) {
    const AttrDict& attrs = node.attrs;
    strAppend(&out_, "(", values(node.operands), ") dim_numbers = ", convolutionDimensionsText(attrs), ", window = {");
    std::string window;
    auto field = [&](std::string_view text, std::string_view name) {
      if (!attrs.has(name)) return;
      strAppend(&window, window.empty() ? "" : ", ", text, " = ");
      absl::Span<const int64_t> list = attrs.getInts(name);
      if (text == "pad") {
        window += "[";
        for (size_t i = 0; i + 1 < list.size(); i += 2)
          strAppend(&window, i > 0 ? ", [" : "[", list[i], ", ", list[i + 1], "]");
        window += "]";
      } else if (text == "reverse") {
        window += "[";
        for (size_t i = 0; i < list.size(); ++i) strAppend(&window, i > 0 ? ", " : "", list[i] != 0);
        window += "]";
      } else {
        window += intsText(list);
      }
    };
    field("stride", "window_strides");
    field("pad", "padding");
    field("lhs_dilate", "lhs_dilation");
    field("rhs_dilate", "rhs_dilation");
    field("reverse", "window_reversal");
    strAppend(&out_, window, "}");
    printRest(node, {"window_strides", "padding", "lhs_dilation", "rhs_dilation", "window_reversal",
                     "input_batch_dimension", "input_feature_dimension", "input_spatial_dimensions",
                     "kernel_input_feature_dimension", "kernel_output_feature_dimension", "kernel_spatial_dimensions",
                     "output_batch_dimension", "output_feature_dimension", "output_spatial_dimensions"});
  }

  // One commutative op of the two arguments in order, all of one type: the short form says the same.
  std::optional<OpKind> compactReducer(const Node& node) const {
    if (node.operands.size() != 2) return std::nullopt;
    const Region& region = graph_.regions[node.regions[0]];
    std::optional<OpKind> kind = singleBinaryOp(graph_, node.regions[0]);
    if (!kind || !opDef(*kind).commutative) return std::nullopt;
    const Node& inner = graph_.nodes[region.nodes[0]];
    TensorType scalar(graph_.type(node.operands[1]).dtype, {});
    bool plain = inner.operands == region.args && inner.attrs.empty() && graph_.type(region.args[0]) == scalar &&
                 graph_.type(region.args[1]) == scalar && graph_.type(region.results[0]) == scalar &&
                 !graph_.sharding(region.results[0]);
    return plain ? kind : std::nullopt;
  }

  void printReduce(const Node& node, int depth) {
    size_t inputs = node.operands.size() / 2;
    for (size_t i = 0; i < inputs; ++i) {
      strAppend(&out_, i > 0 ? ", (" : "(", name(node.operands[i]), " init: ", name(node.operands[inputs + i]), ")");
    }
    std::optional<OpKind> compact = compactReducer(node);
    if (compact) strAppend(&out_, " applies ", opName(*compact));
    strAppend(&out_, " across dimensions = ", intsText(node.attrs.getInts("dims")));
    printRest(node, {"dims"});
    strAppend(&out_, " : ", functionalType(node));
    if (compact) return;
    const Region& region = graph_.regions[node.regions[0]];
    if (!flat_) {
      out_ += "\n";
      indent(depth);
    }
    out_ += " reducer";
    for (size_t i = 0; i < inputs; ++i) {
      out_ += i > 0 ? " " : "";
      out_ += blockArguments(std::vector<ValueId>{region.args[i], region.args[inputs + i]});
    }
    out_ += "  {";
    printInner(node, node.regions[0], depth);
  }

  void printWhile(const Node& node, int depth) {
    const Region& condition = graph_.regions[node.regions[0]];
    out_ += "(";
    for (size_t i = 0; i < node.operands.size(); ++i) {
      strAppend(&out_, i > 0 ? ", " : "", name(condition.args[i]), " = ", name(node.operands[i]));
    }
    out_ += ")";
    if (!node.operands.empty()) strAppend(&out_, " : ", types(node.operands));
    if (std::string text = dictionary(node, AttrSelection::kAll); !text.empty())
      strAppend(&out_, " attributes {", text, "}");
    if (!flat_) {
      out_ += "\n";
      indent(depth);
    } else {
      out_ += " ";
    }
    out_ += "cond {";
    printInner(node, node.regions[0], depth);
    out_ += " do {";
    printInner(node, node.regions[1], depth);
  }

  void printManualComputation(const Node& node, int depth) {
    strAppend(&out_, "(", values(node.operands),
              ") in_shardings=", shardingsText(graph_, node.attrs.getShardings("in_shardings")),
              " out_shardings=", shardingsText(graph_, node.attrs.getShardings("out_shardings")),
              " manual_axes=", otherValueText(graph_, "", *node.attrs.find("manual_axes")), " ",
              blockArguments(graph_.regions[node.regions[0]].args), " {");
    printInner(node, node.regions[0], depth);
    printRest(node, {"in_shardings", "out_shardings", "manual_axes"});
    strAppend(&out_, " : ", functionalType(node));
  }

  const Graph& graph_;
  const PrintOptions options_;
  IdVector<ValueId, std::string> names_;
  std::string out_;
  bool flat_ = false;  // regions are left out
};

}  // namespace

std::string printGraph(const Graph& graph, const PrintOptions& options) { return Printer(graph, options).module(); }

std::string printNode(const Graph& graph, NodeId node) { return Printer(graph, {}).node(node); }

IdVector<ValueId, std::string> valueNames(const Graph& graph) { return Namer(graph).take(); }

}  // namespace partita
