// What Shardy asks of its own operations on values: that collectives turn the sharding of the operand into the one that
// they say of the result, that edges have one use. Said by names of axes, before the operations are rewritten.
#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "base/collective.h"
#include "base/text.h"
#include "frontends/import/shardy.h"
#include "frontends/text/reader.h"

namespace partita {
namespace {

using Axes = std::vector<ir::AxisName>;

class ShardyCheck {
 public:
  explicit ShardyCheck(const ir::Module& module) : module_(module) {}

  Status run() {
    for (const ir::Function& function : module_.functions) {
      if (!function.body || function.body->blocks.empty()) continue;
      function_ = &function;
      known_.clear();
      producers_.clear();
      uses_.clear();
      arguments_ = {function.body->blocks[0].arguments.begin(), function.body->blocks[0].arguments.end()};
      for (size_t i = 0; i < function.arguments.size() && i < function.body->blocks[0].arguments.size(); ++i)
        know(function.body->blocks[0].arguments[i], function.arguments[i].attributes.find("sdy.sharding"), 0);
      countUses(*function.body);
      RETURN_IF_ERROR(check(*function.body));
    }
    return {};
  }

 private:
  template <typename... Parts>
  Status wrong(const ir::Operation& op, const Parts&... parts) const {
    return invalidArgument(module_.where(op.place), ": ", op.name, ": ", parts...);
  }

  static const std::vector<ir::TensorSharding>* listOf(const ir::Attribute* attribute) {
    return attribute == nullptr ? nullptr : std::get_if<std::vector<ir::TensorSharding>>(&attribute->value);
  }
  void know(ir::ValueId value, const ir::Attribute* attribute, size_t i) {
    const auto* list = listOf(attribute);
    if (list != nullptr && i < list->size()) known_[value] = (*list)[i];
  }
  void countUses(const ir::Region& region) {
    for (const ir::Block& block : region.blocks) {
      for (const ir::Operation& op : block.operations) {
        for (const ir::ValueId operand : op.operands) ++uses_[operand];
        for (const ir::ValueId result : op.results) producers_[result] = &op;
        for (const ir::Region& inner : op.regions) countUses(inner);
      }
    }
  }

  Status check(const ir::Region& region) {
    for (const ir::Block& block : region.blocks) {
      for (const ir::Operation& op : block.operations) {
        for (size_t i = 0; i < op.results.size(); ++i) know(op.results[i], op.attributes.find("sdy.sharding"), i);
        if (op.name == "sdy.manual_computation") RETURN_IF_ERROR(enterManual(op));
        for (const ir::Region& inner : op.regions) RETURN_IF_ERROR(check(inner));
        if (op.name.starts_with("sdy.") && op.operands.size() == 1 && op.results.size() == 1)
          RETURN_IF_ERROR(check(op));
      }
    }
    return {};
  }

  // Arguments of the body lie along the axes that are free in it.
  Status enterManual(const ir::Operation& op) {
    const auto* ins = listOf(op.attributes.find("in_shardings"));
    if (ins == nullptr || op.regions.empty() || op.regions[0].blocks.empty()) return {};
    const ir::Attribute* axes = op.attributes.find("manual_axes");
    const auto* written = axes == nullptr ? nullptr : std::get_if<ir::Text>(&axes->value);
    const std::vector<ir::ValueId>& arguments = op.regions[0].blocks[0].arguments;
    for (size_t i = 0; i < ins->size() && i < arguments.size(); ++i) {
      ir::TensorSharding inner = (*ins)[i];
      const auto isManual = [&](const ir::AxisName& axis) {
        return written != nullptr && written->text.find(strCat("\"", axis.name, "\"")) != std::string::npos;
      };
      for (ir::DimAxes& dim : inner.dims) std::erase_if(dim.axes, isManual);
      std::erase_if(inner.replicated, isManual);
      known_[arguments[i]] = std::move(inner);
    }
    return {};
  }

  Status check(const ir::Operation& op) {
    if (op.name == "sdy.data_flow_edge" || op.name == "sdy.func_data_flow_edge") {
      RETURN_IF_ERROR(checkEdge(op));
      know(op.results[0], op.attributes.find("sharding"), 0);
      return {};
    }
    if (op.name == "sdy.propagation_barrier") {
      const ir::Attribute* direction = op.attributes.find("allowed_direction");
      const auto* word = direction == nullptr ? nullptr : std::get_if<ir::Keyword>(&direction->value);
      if (word != nullptr && word->word == "BOTH")
        return wrong(op, "expected a direction that shardings may not take, found BOTH");
      return {};
    }
    const bool constrains = op.name == "sdy.sharding_constraint" || op.name == "sdy.reshard";
    const auto* list = listOf(op.attributes.find(constrains ? "sharding" : "out_sharding"));
    if (list == nullptr || list->size() != 1) return {};
    const ir::TensorSharding& out = list->front();
    const auto found = known_.find(op.operands[0]);
    const ir::TensorSharding* in = found == known_.end() ? nullptr : &found->second;
    if (!constrains) RETURN_IF_ERROR(checkCollective(op, in, out));
    known_[op.results[0]] = out;
    return {};
  }

  Status checkEdge(const ir::Operation& op) const {
    const ir::Type& type = function_->values[op.results[0]];
    if (type != nullptr && absl::c_linear_search(type->dims, ir::kDynamic))
      return wrong(op, "expected a result of known sizes, found ", ir::toString(type));
    const auto uses = uses_.find(op.operands[0]);
    if (uses != uses_.end() && uses->second > 1)
      return wrong(op, "expected an operand without other uses, found ", uses->second, " uses");
    const auto producer = producers_.find(op.operands[0]);
    if (op.name == "sdy.func_data_flow_edge") {
      if (producer == producers_.end() && !arguments_.contains(op.operands[0]))
        return wrong(op, "expected an argument of a function or the result of a call as operand");
    } else if (producer != producers_.end() && producer->second->name.starts_with("sdy.") &&
               producer->second->regions.empty()) {
      return wrong(op, "expected an operand that no operation of Shardy makes, found the result of ",
                   producer->second->name);
    }
    return {};
  }

  // --- shardings ---

  const Mesh* meshOf(const ir::TensorSharding& sharding) const {
    if (sharding.inlined) return &*sharding.inlined;
    for (const ir::NamedMesh& mesh : module_.meshes)
      if (mesh.name == sharding.mesh) return &mesh.mesh;
    return nullptr;
  }
  static int64_t sizeOf(const Mesh& mesh, const ir::AxisName& axis) {
    if (axis.size > 0) return axis.size;
    const int index = mesh.axisIndex(axis.name);
    return index < 0 ? 1 : mesh.axes[static_cast<size_t>(index)].size;
  }
  static std::string toText(const ir::AxisName& axis) {
    return axis.size > 0 ? strCat("\"", axis.name, "\":(", axis.pre, ")", axis.size) : strCat("\"", axis.name, "\"");
  }
  static std::string toText(const Axes& axes) {
    std::string out;
    for (const ir::AxisName& axis : axes) strAppend(&out, out.empty() ? "" : ", ", toText(axis));
    return strCat("[", out, "]");
  }
  // AXIS as a sub-axis, and the other way where it is whole.
  static ir::AxisName cut(const Mesh& mesh, ir::AxisName axis) {
    if (axis.size == 0) axis = {axis.name, 1, sizeOf(mesh, axis)};
    return axis;
  }
  static ir::AxisName named(const Mesh& mesh, ir::AxisName axis) {
    if (axis.pre == 1 && axis.size == sizeOf(mesh, {axis.name, 1, 0})) axis.size = 0;
    return axis;
  }
  static bool follows(const ir::AxisName& a, const ir::AxisName& b) {
    return a.name == b.name && a.size > 0 && b.size > 0 && static_cast<__int128>(a.pre) * a.size == b.pre;
  }
  static bool overlap(const Mesh& mesh, const ir::AxisName& a, const ir::AxisName& b) {
    if (a.name != b.name) return false;
    const ir::AxisName p = cut(mesh, a), q = cut(mesh, b);
    return static_cast<__int128>(p.pre) < static_cast<__int128>(q.pre) * q.size &&
           static_cast<__int128>(q.pre) < static_cast<__int128>(p.pre) * p.size;
  }
  static bool overlap(const Mesh& mesh, const ir::AxisName& a, const Axes& axes) {
    return absl::c_any_of(axes, [&](const ir::AxisName& b) { return overlap(mesh, a, b); });
  }
  // AXES with those that follow each other as one.
  static Axes merged(const Mesh& mesh, const Axes& axes) {
    Axes out;
    for (const ir::AxisName& axis : axes) {
      const ir::AxisName sub = cut(mesh, axis);
      if (!out.empty() && follows(out.back(), sub)) {
        out.back().size *= sub.size;
      } else {
        out.push_back(sub);
      }
    }
    for (ir::AxisName& axis : out) axis = named(mesh, axis);
    return out;
  }
  static Axes sorted(const Mesh& mesh, Axes axes) {
    for (ir::AxisName& axis : axes) axis = cut(mesh, axis);
    absl::c_sort(axes, [&](const ir::AxisName& a, const ir::AxisName& b) {
      return std::pair(mesh.axisIndex(a.name), a.pre) < std::pair(mesh.axisIndex(b.name), b.pre);
    });
    return merged(mesh, axes);
  }
  static bool sameDims(const Mesh& mesh, const ir::TensorSharding& a, const ir::TensorSharding& b) {
    if (a.dims.size() != b.dims.size()) return false;
    for (size_t d = 0; d < a.dims.size(); ++d)
      if (merged(mesh, a.dims[d].axes) != merged(mesh, b.dims[d].axes)) return false;
    return true;
  }

  // --- collectives ---

  // The axes that OP says, a list for each dimension (or one list). Of all_to_all TARGETS gets where each of them goes.
  StatusOr<std::vector<Axes>> axesOf(const ir::Operation& op, std::vector<std::pair<int64_t, int64_t>>& targets) const {
    std::string text;
    for (const char* name :
         {"gathering_axes", "slicing_axes", "params", "reduction_axes", "reduce_scatter_axes", "axes"}) {
      const ir::Attribute* found = op.attributes.find(name);
      const auto* written = found == nullptr ? nullptr : std::get_if<ir::Text>(&found->value);
      if (written != nullptr) text = written->text;
    }
    const size_t begin = text.find_first_of("[{"), end = text.find_last_of("]}");
    if (begin == std::string::npos || end == std::string::npos || end < begin)
      return wrong(op, "expected its axes, found '", text, "'");
    text = text.substr(begin, end + 1 - begin);
    std::string lists;
    bool quoted = false;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (quoted || text[i] != ':' || i + 1 >= text.size() || text[i + 1] == '(') {
        lists += text[i];
        continue;
      }
      // ": 0->1" behind a list
      size_t at = i + 1;
      const auto number = [&](int64_t& to) {
        while (at < text.size() && text[at] == ' ') ++at;
        const size_t from = at;
        while (at < text.size() && (text[at] == '-' || std::isdigit(static_cast<unsigned char>(text[at])) != 0)) {
          if (text[at] == '-' && at + 1 < text.size() && text[at + 1] == '>') break;
          ++at;
        }
        return absl::SimpleAtoi(toAbsl(std::string_view(text).substr(from, at - from)), &to);
      };
      std::pair<int64_t, int64_t> target;
      if (!number(target.first) || text.compare(at, 2, "->") != 0)
        return wrong(op, "expected 'source->target' in ", text);
      at += 2;
      if (!number(target.second)) return wrong(op, "expected 'source->target' in ", text);
      targets.push_back(target);
      i = at - 1;
    }
    if (lists.starts_with("{")) lists = strCat("[", lists, "]");
    StatusOr<ir::Attribute> read = ir::readAttribute(strCat("#sdy.sharding<@axes, ", lists, ">"), "axes");
    const auto* sharding = read.ok() ? std::get_if<std::vector<ir::TensorSharding>>(&read->value) : nullptr;
    if (sharding == nullptr || sharding->size() != 1) return wrong(op, "expected lists of axes, found ", text);
    std::vector<Axes> out;
    for (const ir::DimAxes& dim : sharding->front().dims) out.push_back(dim.axes);
    return out;
  }

  // Axes of a mesh, each once, sub-axes that follow each other as one.
  Status checkLists(const ir::Operation& op, const Mesh& mesh, const std::vector<Axes>& lists) const {
    Axes seen;
    for (const Axes& axes : lists) {
      for (size_t i = 0; i < axes.size(); ++i) {
        if (mesh.axisIndex(axes[i].name) < 0)
          return wrong(op, "expected axes of the mesh ", mesh.toString(), ", found ", toText(axes[i]));
        if (overlap(mesh, axes[i], seen))
          return wrong(op, "expected each axis once, found ", toText(axes[i]), " again");
        if (i > 0 && follows(axes[i - 1], axes[i]))
          return wrong(op, "expected sub-axes that follow each other written as one, found ", toText(axes[i - 1]), ", ",
                       toText(axes[i]));
        seen.push_back(axes[i]);
      }
    }
    return {};
  }

  // AXES without GATHERED, which are the last of them.
  StatusOr<Axes> without(const ir::Operation& op, const Mesh& mesh, Axes axes, const Axes& gathered, size_t dim) const {
    axes = merged(mesh, axes);
    for (auto axis = gathered.rbegin(); axis != gathered.rend(); ++axis) {
      const ir::AxisName take = cut(mesh, *axis);
      const ir::AxisName last = axes.empty() ? ir::AxisName() : cut(mesh, axes.back());
      const bool ends = last.name == take.name && take.pre >= last.pre && take.pre % last.pre == 0 &&
                        static_cast<__int128>(take.pre) * take.size == static_cast<__int128>(last.pre) * last.size;
      if (!ends)
        return wrong(op, "expected ", toText(*axis), " to be the last axis of dimension ", dim,
                     " of the operand, which has ", toText(axes));
      axes.pop_back();
      if (take.pre > last.pre) axes.push_back(named(mesh, {last.name, last.pre, take.pre / last.pre}));
    }
    return axes;
  }
  Status expectDim(const ir::Operation& op, const Mesh& mesh, const ir::TensorSharding& out, size_t dim,
                   const Axes& axes) const {
    if (merged(mesh, out.dims[dim].axes) == merged(mesh, axes)) return {};
    return wrong(op, "expected the result to lie along ", toText(merged(mesh, axes)), " in dimension ", dim, ", found ",
                 toText(out.dims[dim].axes));
  }
  static bool sameMesh(const Mesh& a, const Mesh& b) { return a.axes == b.axes && a.deviceIds == b.deviceIds; }

  Status checkCollective(const ir::Operation& op, const ir::TensorSharding* in, const ir::TensorSharding& out) const {
    const std::string_view name = std::string_view(op.name).substr(4);
    const Mesh* mesh = meshOf(out);
    if (mesh == nullptr) return wrong(op, "expected a mesh of this module, found @", out.mesh);
    const bool adds = name == "all_slice" || name == "all_reduce" || name == "reduce_scatter";
    ir::TensorSharding whole = out;
    whole.dims.assign(out.dims.size(), {});
    whole.unreduced.clear();
    if (in == nullptr && !adds) return wrong(op, "expected an operand with a sharding");
    const ir::TensorSharding& from = in == nullptr ? whole : *in;
    if (from.dims.size() != out.dims.size())
      return wrong(op, "expected a sharding with ", from.dims.size(), " dimensions, found ", out.dims.size());
    const Mesh* before = meshOf(from);
    if (before == nullptr) return {};
    if (name == "collective_permute") return checkPermute(op, *before, from, *mesh, out);
    if (!sameMesh(*before, *mesh))
      return wrong(op, "expected the mesh of the operand, ", before->toString(), ", found ", mesh->toString());
    std::vector<std::pair<int64_t, int64_t>> targets;
    ASSIGN_OR_RETURN(const std::vector<Axes> lists, axesOf(op, targets));
    RETURN_IF_ERROR(checkLists(op, *mesh, {flat(out)}));
    RETURN_IF_ERROR(checkLists(op, *mesh, lists));
    if (in == nullptr && name != "all_slice") return {};  // a partial result of an op that says none
    if (name == "all_to_all") return checkAllToAll(op, *mesh, from, out, lists, targets);
    if (name == "all_reduce" || name == "replicated_to_unreduced")
      return checkAlong(op, *mesh, from, out, lists.empty() ? Axes() : lists[0], name == "all_reduce");
    if (lists.size() != out.dims.size())
      return wrong(op, "expected a list of axes for each of ", out.dims.size(), " dimensions, found ", lists.size());
    Axes all;
    for (size_t d = 0; d < lists.size(); ++d) {
      all.insert(all.end(), lists[d].begin(), lists[d].end());
      Axes expected = from.dims[d].axes;
      if (name == "all_gather" || name == "sharded_to_unreduced") {
        ASSIGN_OR_RETURN(expected, without(op, *mesh, expected, lists[d], d));
      } else {
        expected.insert(expected.end(), lists[d].begin(), lists[d].end());
      }
      RETURN_IF_ERROR(expectDim(op, *mesh, out, d, expected));
    }
    if (name == "sharded_to_unreduced") return checkAdded(op, *mesh, from, out, all);
    if (name == "reduce_scatter") return checkReduction(op, *mesh, from, all);
    return {};
  }
  static Axes flat(const ir::TensorSharding& sharding) {
    Axes out;
    for (const ir::DimAxes& dim : sharding.dims) out.insert(out.end(), dim.axes.begin(), dim.axes.end());
    return out;
  }

  Status checkPermute(const ir::Operation& op, const Mesh& before, const ir::TensorSharding& from, const Mesh& mesh,
                      const ir::TensorSharding& out) const {
    if (before.axes != mesh.axes)
      return wrong(op, "expected a mesh with the axes of the operand's, ", before.toString(), ", found ",
                   mesh.toString());
    if (from.mesh != out.mesh && before.deviceIds == mesh.deviceIds)
      return wrong(op, "expected one name of one mesh, found @", from.mesh, " and @", out.mesh);
    RETURN_IF_ERROR(checkLists(op, mesh, {flat(out)}));
    const auto parts = [&](const Axes& axes) {
      int64_t product = 1;
      for (const ir::AxisName& axis : axes) product *= sizeOf(mesh, axis);
      return product;
    };
    for (size_t d = 0; d < out.dims.size(); ++d) {
      if (parts(from.dims[d].axes) != parts(out.dims[d].axes))
        return wrong(op, "expected dimension ", d, " in ", parts(from.dims[d].axes), " parts as before, found ",
                     parts(out.dims[d].axes));
    }
    return {};
  }

  Status checkAllToAll(const ir::Operation& op, const Mesh& mesh, const ir::TensorSharding& from,
                       const ir::TensorSharding& out, const std::vector<Axes>& lists,
                       const std::vector<std::pair<int64_t, int64_t>>& targets) const {
    if (lists.empty() || lists.size() != targets.size()) return wrong(op, "expected axes, each with source->target");
    const auto rank = static_cast<int64_t>(out.dims.size());
    absl::flat_hash_set<int64_t> seen;
    for (size_t i = 0; i < targets.size(); ++i) {
      for (const int64_t dim : {targets[i].first, targets[i].second}) {
        if (dim < 0 || dim >= rank) return wrong(op, "expected dimensions below ", rank, ", found ", dim);
        if (!seen.insert(dim).second) return wrong(op, "expected each dimension once, found ", dim, " again");
      }
      if (i > 0 && targets[i].first < targets[i - 1].first)
        return wrong(op, "expected dimensions in ascending order, found ", targets[i].first, " after ",
                     targets[i - 1].first);
    }
    std::vector<Axes> expected;
    for (const ir::DimAxes& dim : from.dims) expected.push_back(dim.axes);
    for (size_t i = 0; i < targets.size(); ++i) {
      const auto source = static_cast<size_t>(targets[i].first), target = static_cast<size_t>(targets[i].second);
      ASSIGN_OR_RETURN(expected[source], without(op, mesh, expected[source], lists[i], source));
      expected[target].insert(expected[target].end(), lists[i].begin(), lists[i].end());
    }
    for (size_t d = 0; d < expected.size(); ++d) RETURN_IF_ERROR(expectDim(op, mesh, out, d, expected[d]));
    return {};
  }

  // all_reduce and replicated_to_unreduced: the dimensions stay as they are.
  Status checkAlong(const ir::Operation& op, const Mesh& mesh, const ir::TensorSharding& from,
                    const ir::TensorSharding& out, const Axes& axes, bool reduces) const {
    if (axes.empty() && !reduces) return wrong(op, "expected axes, found none");
    for (size_t i = 1; i < axes.size(); ++i) {
      if (std::pair(mesh.axisIndex(axes[i].name), axes[i].pre) <
          std::pair(mesh.axisIndex(axes[i - 1].name), axes[i - 1].pre))
        return wrong(op, "expected axes in the order of the mesh ", mesh.toString(), ", found ", toText(axes));
    }
    if (!sameDims(mesh, from, out)) return wrong(op, "expected the dimensions to lie as those of the operand");
    for (const ir::AxisName& axis : axes) {
      if (overlap(mesh, axis, flat(from)) || (reduces && overlap(mesh, axis, from.replicated)))
        return wrong(op, "expected axes along which the operand does not lie, found ", toText(axis));
      if (overlap(mesh, axis, reduces ? out.unreduced : from.unreduced))
        return wrong(op, "expected ", reduces ? "a result that is" : "an operand that is", " no partial result along ",
                     toText(axis));
    }
    if (!reduces) return checkAdded(op, mesh, from, out, axes);
    for (const ir::AxisName& axis : out.unreduced) {
      if (!overlap(mesh, axis, from.unreduced))
        return wrong(op, "expected no new partial results, found some along ", toText(axis));
    }
    return checkReduction(op, mesh, from, axes);
  }

  // The result is a partial one along those of the operand and ADDED.
  Status checkAdded(const ir::Operation& op, const Mesh& mesh, const ir::TensorSharding& from,
                    const ir::TensorSharding& out, const Axes& added) const {
    if (out.reduction != ReductionKind::kSum)
      return wrong(op, "expected partial results that are combined by sum, found ", reductionName(out.reduction));
    Axes expected = from.unreduced;
    expected.insert(expected.end(), added.begin(), added.end());
    if (sorted(mesh, expected) != sorted(mesh, out.unreduced))
      return wrong(op, "expected partial results along ", toText(sorted(mesh, expected)), ", found ",
                   toText(out.unreduced));
    for (size_t i = 1; i < out.unreduced.size(); ++i) {
      if (std::pair(mesh.axisIndex(out.unreduced[i].name), out.unreduced[i].pre) <
          std::pair(mesh.axisIndex(out.unreduced[i - 1].name), out.unreduced[i - 1].pre))
        return wrong(op, "expected unreduced axes in the order of the mesh ", mesh.toString(), ", found ",
                     toText(out.unreduced));
    }
    return {};
  }

  Status checkReduction(const ir::Operation& op, const Mesh& mesh, const ir::TensorSharding& from,
                        const Axes& axes) const {
    const ir::Attribute* said = op.attributes.find("reduction_op");
    const auto* word = said == nullptr ? nullptr : std::get_if<ir::Keyword>(&said->value);
    const std::string kind = word == nullptr ? "sum" : word->word;
    for (const ir::AxisName& axis : axes) {
      if (overlap(mesh, axis, from.unreduced) && kind != reductionName(from.reduction))
        return wrong(op, "expected partial results along ", toText(axis), " to be combined by ",
                     reductionName(from.reduction), ", found ", kind);
    }
    return {};
  }

  const ir::Module& module_;
  const ir::Function* function_ = nullptr;
  absl::flat_hash_map<ir::ValueId, ir::TensorSharding> known_;
  absl::flat_hash_map<ir::ValueId, const ir::Operation*> producers_;
  absl::flat_hash_map<ir::ValueId, size_t> uses_;
  absl::flat_hash_set<ir::ValueId> arguments_;  // of the function
};

}  // namespace

Status checkShardy(const ir::Module& module) { return ShardyCheck(module).run(); }

}  // namespace partita
