#include "graph/graph_io.h"

#include <capnp/message.h>
#include <capnp/serialize.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "base/hash.h"
#include "base/text.h"
#include "graph/graph.capnp.h"
#include "graph/node_check.h"
#include "graph/op.h"

namespace partita {
namespace {

constexpr uint32_t kVersion = 1;
constexpr size_t kChunkBytes = size_t{256} << 20;
constexpr int kMaxDepth = 200;  // of regions within each other

// --- writing ---

capnp::Data::Reader asData(std::string_view text) {
  return capnp::Data::Reader(reinterpret_cast<const capnp::byte*>(text.data()), text.size());
}

// Numbers everything in program order: a region's arguments, then for each node its results, then its regions.
class Writer {
 public:
  explicit Writer(const Graph& graph) : graph_(graph), root_(message_.initRoot<wire::Graph>()) {}

  std::string write() {
    number(graph_.body());
    collectTables();
    root_.setVersion(kVersion);
    root_.setName(asData(graph_.name));
    writeAttrs(root_.initAttrs(graph_.attrs.size()), graph_.attrs);
    writeMeshes();
    writeValues();
    writeNodes();
    writeRegions();
    writeInterface();
    writeTables();
    kj::Array<capnp::word> words = capnp::messageToFlatArray(message_);
    return std::string(reinterpret_cast<const char*>(words.begin()), words.size() * sizeof(capnp::word));
  }

 private:
  void number(RegionId region) {
    regionOrder_.push_back(region);
    regionIndex_[region] = regionOrder_.size() - 1;
    for (ValueId value : graph_.regions[region].args) numberValue(value);
    for (NodeId id : graph_.regions[region].nodes) {
      nodeIndex_[id] = nodeOrder_.size();
      nodeOrder_.push_back(id);
      for (ValueId value : graph_.nodes[id].results) numberValue(value);
      for (RegionId inner : graph_.nodes[id].regions) number(inner);
    }
  }
  void numberValue(ValueId value) {
    valueIndex_[value] = valueOrder_.size();
    valueOrder_.push_back(value);
  }

  uint32_t typeIndex(const TensorType& type) {
    auto [found, added] = typeIndex_.try_emplace(type, typeOrder_.size());
    if (added) typeOrder_.push_back(type);
    return found->second;
  }
  // Copies of a literal share their bytes; each is written once.
  uint32_t literalIndex(const Literal& literal) {
    auto [found, added] =
        literalIndex_.try_emplace({literal.bytes().data(), typeIndex(literal.type())}, literalOrder_.size());
    if (added) literalOrder_.push_back(&literal);
    return found->second;
  }
  uint32_t opIndex(OpKind kind) {
    auto [found, added] = opIndex_.try_emplace(kind, opOrder_.size());
    if (added) opOrder_.push_back(kind);
    return found->second;
  }
  uint32_t locationIndex(LocationId id) {
    if (!id.valid()) return 0;
    auto [found, added] = locationIndex_.try_emplace(id, locationOrder_.size() + 1);
    if (added) locationOrder_.push_back(id);
    return found->second;
  }

  // Fills the tables in the order of first use, before anything that refers to them is written.
  void collectTables() {
    auto collect = [&](const AttrDict& attrs) {
      for (const auto& [name, value] : attrs) {
        if (const auto* literal = std::get_if<Literal>(&value)) literalIndex(*literal);
        if (const auto* type = std::get_if<TensorType>(&value)) typeIndex(*type);
      }
    };
    collect(graph_.attrs);
    for (ValueId value : valueOrder_) typeIndex(graph_.type(value));
    for (NodeId id : nodeOrder_) {
      opIndex(graph_.nodes[id].kind);
      locationIndex(graph_.nodes[id].location);
      collect(graph_.nodes[id].attrs);
    }
    for (const ArgumentInfo& info : graph_.arguments) collect(info.attrs);
    for (const ResultInfo& info : graph_.results) collect(info.attrs);
  }

  template <typename Builder>
  void writeAxes(Builder list, const std::vector<AxisRef>& axes) {
    for (size_t i = 0; i < axes.size(); ++i) {
      list[i].setAxis(axes[i].axis);
      list[i].setPre(axes[i].pre);
      list[i].setSize(axes[i].size);
    }
  }

  void writeSharding(wire::Sharding::Builder out, const Sharding& sharding) {
    out.setMesh(sharding.mesh.index);
    auto dims = out.initDims(sharding.dims.size());
    for (size_t d = 0; d < sharding.dims.size(); ++d) {
      writeAxes(dims[d].initAxes(sharding.dims[d].axes.size()), sharding.dims[d].axes);
      dims[d].setOpen(sharding.dims[d].open);
      dims[d].setPriority(sharding.dims[d].priority);
    }
    writeAxes(out.initReplicated(sharding.replicated.size()), sharding.replicated);
    writeAxes(out.initUnreduced(sharding.unreduced.size()), sharding.unreduced);
    out.setReduction(static_cast<uint8_t>(sharding.reduction));
  }

  template <typename Builder>
  void writeInts(Builder list, absl::Span<const int64_t> values) {
    for (size_t i = 0; i < values.size(); ++i) list.set(i, values[i]);
  }

  void writeAttrs(capnp::List<wire::Attr>::Builder list, const AttrDict& attrs) {
    size_t at = 0;
    for (const auto& [name, value] : attrs) {
      wire::Attr::Builder out = list[at++];
      out.setName(asData(name));
      if (std::holds_alternative<UnitAttr>(value)) out.setUnit();
      if (const auto* flag = std::get_if<bool>(&value)) out.setFlag(*flag);
      if (const auto* number = std::get_if<int64_t>(&value)) out.setInt(*number);
      if (const auto* number = std::get_if<double>(&value)) out.setFloat(*number);
      if (const auto* text = std::get_if<std::string>(&value)) out.setString(asData(*text));
      if (const auto* word = std::get_if<KeywordAttr>(&value)) out.setKeyword(asData(word->word));
      if (const auto* ints = std::get_if<IntsAttr>(&value)) writeInts(out.initInts(ints->size()), *ints);
      if (const auto* literal = std::get_if<Literal>(&value)) out.setLiteral(literalIndex(*literal));
      if (const auto* type = std::get_if<TensorType>(&value)) out.setType(typeIndex(*type));
      if (const auto* text = std::get_if<TextAttr>(&value)) out.setText(asData(text->text));
      if (const auto* shardings = std::get_if<ShardingsAttr>(&value)) {
        auto items = out.initShardings(shardings->size());
        for (size_t i = 0; i < shardings->size(); ++i) writeSharding(items[i], (*shardings)[i]);
      }
    }
  }

  void writeMeshes() {
    auto list = root_.initMeshes(graph_.meshes.size());
    for (size_t i = 0; i < graph_.meshes.size(); ++i) {
      const Mesh& mesh = graph_.meshes[MeshId(i)];
      list[i].setName(asData(mesh.name));
      auto axes = list[i].initAxes(mesh.axes.size());
      for (size_t a = 0; a < mesh.axes.size(); ++a) {
        axes[a].setName(asData(mesh.axes[a].name));
        axes[a].setSize(mesh.axes[a].size);
        writeInts(axes[a].initWeights(mesh.axes[a].weights.size()), mesh.axes[a].weights);
      }
      if (!mesh.units) continue;
      std::vector<int64_t> units;
      for (const auto& [elements, unit] : *mesh.units) units.insert(units.end(), {elements, unit});
      writeInts(list[i].initUnits(units.size()), units);
      writeInts(list[i].initDeviceIds(mesh.deviceIds.size()), mesh.deviceIds);
    }
  }

  void writeValues() {
    auto list = root_.initValues(valueOrder_.size());
    for (size_t i = 0; i < valueOrder_.size(); ++i) {
      list[i].setType(typeIndex(graph_.type(valueOrder_[i])));
      if (const std::optional<Sharding>& sharding = graph_.sharding(valueOrder_[i]))
        writeSharding(list[i].initSharding(), *sharding);
    }
  }

  template <typename Builder, typename Ids, typename Index>
  void writeIds(Builder list, const Ids& ids, const Index& index) {
    for (size_t i = 0; i < ids.size(); ++i) list.set(i, index.at(ids[i]));
  }

  void writeNodes() {
    auto list = root_.initNodes(nodeOrder_.size());
    for (size_t i = 0; i < nodeOrder_.size(); ++i) {
      const Node& node = graph_.nodes[nodeOrder_[i]];
      wire::Node::Builder out = list[i];
      out.setOp(opIndex(node.kind));
      writeIds(out.initOperands(node.operands.size()), node.operands, valueIndex_);
      writeIds(out.initResults(node.results.size()), node.results, valueIndex_);
      writeIds(out.initRegions(node.regions.size()), node.regions, regionIndex_);
      writeAttrs(out.initAttrs(node.attrs.size()), node.attrs);
      out.setLocation(locationIndex(node.location));
    }
  }

  void writeRegions() {
    auto list = root_.initRegions(regionOrder_.size());
    for (size_t i = 0; i < regionOrder_.size(); ++i) {
      const Region& region = graph_.regions[regionOrder_[i]];
      writeIds(list[i].initArgs(region.args.size()), region.args, valueIndex_);
      writeIds(list[i].initNodes(region.nodes.size()), region.nodes, nodeIndex_);
      writeIds(list[i].initResults(region.results.size()), region.results, valueIndex_);
    }
  }

  void writeInterface() {
    auto arguments = root_.initArguments(graph_.arguments.size());
    for (size_t i = 0; i < graph_.arguments.size(); ++i) {
      const ArgumentInfo& info = graph_.arguments[i];
      arguments[i].setName(asData(info.name));
      arguments[i].setAliasesResult(info.aliasesResult.value_or(-1));
      arguments[i].setDonor(info.donor);
      writeAttrs(arguments[i].initAttrs(info.attrs.size()), info.attrs);
    }
    auto results = root_.initResults(graph_.results.size());
    for (size_t i = 0; i < graph_.results.size(); ++i) {
      results[i].setName(asData(graph_.results[i].name));
      writeAttrs(results[i].initAttrs(graph_.results[i].attrs.size()), graph_.results[i].attrs);
    }
  }

  void writeTables() {
    auto types = root_.initTypes(typeOrder_.size());
    for (size_t i = 0; i < typeOrder_.size(); ++i) {
      std::string_view name = dtypeName(typeOrder_[i].dtype);
      types[i].setDtype(capnp::Text::Reader(std::string(name).c_str(), name.size()));
      writeInts(types[i].initDims(typeOrder_[i].dims.size()), typeOrder_[i].dims);
    }
    auto literals = root_.initLiterals(literalOrder_.size());
    for (size_t i = 0; i < literalOrder_.size(); ++i) {
      const std::string& bytes = literalOrder_[i]->bytes();
      literals[i].setType(typeIndex(literalOrder_[i]->type()));
      literals[i].setSplat(literalOrder_[i]->isSplat());
      const size_t chunks = (bytes.size() + kChunkBytes - 1) / kChunkBytes;
      auto list = literals[i].initChunks(chunks);
      for (size_t c = 0; c < chunks; ++c)
        list.set(c, asData(std::string_view(bytes).substr(c * kChunkBytes, kChunkBytes)));
    }
    auto locations = root_.initLocations(locationOrder_.size());
    for (size_t i = 0; i < locationOrder_.size(); ++i) {
      const Location& location = graph_.locations[locationOrder_[i]];
      locations[i].setFile(asData(location.file));
      locations[i].setLine(location.line);
      locations[i].setColumn(location.column);
      locations[i].setStack(asData(location.stack));
      locations[i].setTextLine(location.textLine);
    }
    auto ops = root_.initOpNames(opOrder_.size());
    for (size_t i = 0; i < opOrder_.size(); ++i) {
      const std::string name(opName(opOrder_[i]));
      ops.set(i, capnp::Text::Reader(name.c_str(), name.size()));
    }
  }

  const Graph& graph_;
  capnp::MallocMessageBuilder message_;
  wire::Graph::Builder root_;
  std::vector<ValueId> valueOrder_;
  std::vector<NodeId> nodeOrder_;
  std::vector<RegionId> regionOrder_;
  std::vector<TensorType> typeOrder_;
  std::vector<const Literal*> literalOrder_;
  std::vector<OpKind> opOrder_;
  std::vector<LocationId> locationOrder_;
  absl::flat_hash_map<ValueId, uint32_t> valueIndex_;
  absl::flat_hash_map<NodeId, uint32_t> nodeIndex_;
  absl::flat_hash_map<RegionId, uint32_t> regionIndex_;
  absl::flat_hash_map<TensorType, uint32_t> typeIndex_;
  absl::flat_hash_map<std::pair<const char*, uint32_t>, uint32_t> literalIndex_;
  absl::flat_hash_map<OpKind, uint32_t> opIndex_;
  absl::flat_hash_map<LocationId, uint32_t> locationIndex_;
};

// --- reading ---

std::string fromData(capnp::Data::Reader data) {
  return std::string(reinterpret_cast<const char*>(data.begin()), data.size());
}

std::vector<int64_t> fromInts(capnp::List<int64_t>::Reader list) {
  std::vector<int64_t> out;
  out.reserve(list.size());
  for (int64_t value : list) out.push_back(value);
  return out;
}

// Nothing in the message is trusted: every index is compared with the list that it goes into, every region and node
// must be used once, in an order in which operands come before their uses, and every op must obey its shape rule.
class Reader {
 public:
  explicit Reader(wire::Graph::Reader root) : root_(root) {}

  StatusOr<Graph> read() {
    if (root_.getVersion() != kVersion) {
      return invalidArgument("graph message: expected version ", kVersion, ", found ", root_.getVersion());
    }
    regionList_ = root_.getRegions();
    RETURN_IF_ERROR(readTables());
    RETURN_IF_ERROR(readMeshes());
    graph_.name = fromData(root_.getName());
    RETURN_IF_ERROR(readAttrs(root_.getAttrs(), graph_.attrs));
    RETURN_IF_ERROR(checkAttrs(graph_.attrs));
    RETURN_IF_ERROR(readValues());
    RETURN_IF_ERROR(readNodes());
    if (regionList_.size() == 0) return invalidArgument("graph message: expected a body, found no region");
    graph_.regions.resize(regionList_.size());
    regionSeen_.assign(graph_.regions.size(), false);
    nodeSeen_.assign(graph_.nodes.size(), false);
    defined_.assign(graph_.values.size(), false);
    visible_.assign(graph_.values.size(), false);
    RETURN_IF_ERROR(readRegion(0, NodeId(), 0));
    if (!all(regionSeen_) || !all(nodeSeen_) || !all(defined_)) {
      return invalidArgument(
          "graph message: expected every region, node and value in the program, found one that is not");
    }
    RETURN_IF_ERROR(readInterface());
    return std::move(graph_);
  }

 private:
  static bool all(const std::vector<bool>& flags) {
    return std::find(flags.begin(), flags.end(), false) == flags.end();
  }

  template <typename Table>
  static Status checkIndex(uint64_t index, const Table& table, std::string_view what) {
    if (index < table.size()) return {};
    return invalidArgument("graph message: expected ", what, " below ", table.size(), ", found ", index);
  }

  Status readTables() {
    for (wire::TensorType::Reader type : root_.getTypes()) {
      capnp::Text::Reader name = type.getDtype();
      ASSIGN_OR_RETURN(DType dtype, parseDType(std::string_view(name.begin(), name.size())));
      const std::vector<int64_t> sizes = fromInts(type.getDims());
      Dims dims(sizes.begin(), sizes.end());
      RETURN_IF_ERROR(annotate(checkDims(dims), "graph message"));
      if (dtype == DType::kToken && !dims.empty())
        return invalidArgument("graph message: expected a token without dimensions");
      types_.emplace_back(dtype, std::move(dims));
    }
    for (wire::Literal::Reader literal : root_.getLiterals()) {
      RETURN_IF_ERROR(checkIndex(literal.getType(), types_, "a type"));
      const TensorType& type = types_[literal.getType()];
      if (type.isToken()) return invalidArgument("graph message: expected a constant of a tensor type, found a token");
      std::string bytes;
      for (capnp::Data::Reader chunk : literal.getChunks())
        bytes.append(reinterpret_cast<const char*>(chunk.begin()), chunk.size());
      const int64_t wanted = literal.getSplat() ? dtypeBytes(type.dtype) : type.bytes();
      if (static_cast<int64_t>(bytes.size()) != wanted) {
        return invalidArgument("graph message: expected ", wanted, " bytes of a constant ", type.toString(), ", found ",
                               bytes.size());
      }
      if (type.dtype == DType::kI1 &&
          std::any_of(bytes.begin(), bytes.end(), [](char c) { return c != 0 && c != 1; })) {
        return invalidArgument("graph message: expected booleans of 0 and 1");
      }
      literals_.push_back(literal.getSplat() ? Literal::splat(type, std::move(bytes))
                                             : Literal(type, std::move(bytes)));
    }
    for (wire::Location::Reader in : root_.getLocations()) {
      Location location;
      location.file = fromData(in.getFile());
      location.line = in.getLine();
      location.column = in.getColumn();
      location.stack = fromData(in.getStack());
      location.textLine = in.getTextLine();
      graph_.locations.add(std::move(location));
    }
    for (capnp::Text::Reader name : root_.getOpNames()) {
      std::optional<OpKind> kind = opKindByName(std::string_view(name.begin(), name.size()));
      if (!kind)
        return invalidArgument("graph message: expected an op of this version, found ", std::string(name.cStr()));
      ops_.push_back(*kind);
    }
    return {};
  }

  Status readMeshes() {
    for (wire::Mesh::Reader in : root_.getMeshes()) {
      Mesh mesh;
      mesh.name = fromData(in.getName());
      for (wire::Mesh::Axis::Reader axis : in.getAxes())
        mesh.axes.push_back({fromData(axis.getName()), axis.getSize(), fromInts(axis.getWeights())});
      if (in.hasUnits()) mesh.units.emplace();
      const std::vector<int64_t> units = fromInts(in.getUnits());
      for (size_t i = 0; i + 1 < units.size(); i += 2) (*mesh.units)[units[i]] = units[i + 1];
      mesh.deviceIds = fromInts(in.getDeviceIds());
      RETURN_IF_ERROR(annotate(checkMesh(mesh), "graph message"));
      graph_.meshes.add(std::move(mesh));
    }
    return {};
  }

  StatusOr<std::vector<AxisRef>> readAxes(capnp::List<wire::AxisRef>::Reader list) {
    std::vector<AxisRef> axes;
    for (wire::AxisRef::Reader in : list) {
      // Compared before it is narrowed; checkSharding() looks at the rest.
      if (in.getAxis() > 65536)
        return invalidArgument("graph message: expected an axis of the mesh, found ", in.getAxis());
      axes.push_back({static_cast<int32_t>(in.getAxis()), in.getPre(), in.getSize()});
    }
    return axes;
  }

  StatusOr<Sharding> readSharding(wire::Sharding::Reader in) {
    Sharding sharding;
    sharding.mesh = MeshId(in.getMesh());
    if (in.getDims().size() > kMaxRank)
      return invalidArgument("graph message: expected at most ", kMaxRank, " dimensions in a sharding");
    for (wire::Sharding::Dim::Reader dim : in.getDims()) {
      DimSharding out;
      ASSIGN_OR_RETURN(out.axes, readAxes(dim.getAxes()));
      out.open = dim.getOpen();
      out.priority = dim.getPriority();
      if (out.priority < 0)
        return invalidArgument("graph message: expected a priority of 0 or more, found ", out.priority);
      sharding.dims.push_back(std::move(out));
    }
    ASSIGN_OR_RETURN(sharding.replicated, readAxes(in.getReplicated()));
    ASSIGN_OR_RETURN(sharding.unreduced, readAxes(in.getUnreduced()));
    if (in.getReduction() > static_cast<uint8_t>(ReductionKind::kOr)) {
      return invalidArgument("graph message: expected a reduction, found ", static_cast<int>(in.getReduction()));
    }
    sharding.reduction = static_cast<ReductionKind>(in.getReduction());
    RETURN_IF_ERROR(annotate(checkSharding(graph_, sharding), "graph message"));
    return sharding;
  }

  Status readAttrs(capnp::List<wire::Attr>::Reader list, AttrDict& attrs) {
    std::string last;
    for (wire::Attr::Reader in : list) {
      std::string name = fromData(in.getName());
      // In the order of the dictionary, so that each comes once and is appended.
      if (!attrs.empty() && name <= last)
        return invalidArgument("graph message: expected attributes in order, found '", name, "' behind '", last, "'");
      ASSIGN_OR_RETURN(Attr value, readAttr(in));
      attrs.set(name, std::move(value));
      last = std::move(name);
    }
    return {};
  }

  StatusOr<Attr> readAttr(wire::Attr::Reader in) {
    switch (in.which()) {
      case wire::Attr::UNIT:
        return Attr(UnitAttr{});
      case wire::Attr::FLAG:
        return Attr(in.getFlag());
      case wire::Attr::INT:
        return Attr(static_cast<int64_t>(in.getInt()));
      case wire::Attr::FLOAT:
        return Attr(in.getFloat());
      case wire::Attr::STRING:
        return Attr(fromData(in.getString()));
      case wire::Attr::KEYWORD:
        return Attr(KeywordAttr{fromData(in.getKeyword())});
      case wire::Attr::INTS:
        return Attr(fromInts(in.getInts()));
      case wire::Attr::LITERAL:
        RETURN_IF_ERROR(checkIndex(in.getLiteral(), literals_, "a constant"));
        return Attr(literals_[in.getLiteral()]);
      case wire::Attr::TYPE:
        RETURN_IF_ERROR(checkIndex(in.getType(), types_, "a type"));
        return Attr(types_[in.getType()]);
      case wire::Attr::SHARDINGS: {
        ShardingsAttr shardings;
        for (wire::Sharding::Reader item : in.getShardings()) {
          ASSIGN_OR_RETURN(Sharding sharding, readSharding(item));
          shardings.push_back(std::move(sharding));
        }
        return Attr(std::move(shardings));
      }
      case wire::Attr::TEXT:
        return Attr(TextAttr{fromData(in.getText())});
    }
    return invalidArgument("graph message: expected a known kind of attribute, found ", static_cast<int>(in.which()));
  }

  Status readValues() {
    for (wire::Value::Reader in : root_.getValues()) {
      RETURN_IF_ERROR(checkIndex(in.getType(), types_, "a type"));
      Value value;
      value.type = types_[in.getType()];
      ValueId id = graph_.values.add(std::move(value));
      if (!in.hasSharding()) continue;
      ASSIGN_OR_RETURN(Sharding sharding, readSharding(in.getSharding()));
      if (static_cast<int>(sharding.dims.size()) != graph_.type(id).rank()) {
        return invalidArgument("graph message: expected a sharding with ", graph_.type(id).rank(),
                               " dimensions, found ", sharding.dims.size());
      }
      shardings_.emplace_back(id, std::move(sharding));
    }
    for (auto& [id, sharding] : shardings_) graph_.setSharding(id, std::move(sharding));
    return {};
  }

  Status readNodes() {
    for (wire::Node::Reader in : root_.getNodes()) {
      Node node;
      RETURN_IF_ERROR(checkIndex(in.getOp(), ops_, "an op"));
      node.kind = ops_[in.getOp()];
      for (uint32_t id : in.getOperands()) {
        RETURN_IF_ERROR(checkIndex(id, graph_.values, "an operand"));
        node.operands.emplace_back(id);
      }
      for (uint32_t id : in.getResults()) {
        RETURN_IF_ERROR(checkIndex(id, graph_.values, "a result"));
        node.results.emplace_back(id);
      }
      for (uint32_t id : in.getRegions()) {
        RETURN_IF_ERROR(checkIndex(id, regionList_, "a region"));
        node.regions.emplace_back(id);
      }
      RETURN_IF_ERROR(readAttrs(in.getAttrs(), node.attrs));
      if (in.getLocation() > graph_.locations.size()) {
        return invalidArgument("graph message: expected a location below ", graph_.locations.size(), ", found ",
                               in.getLocation());
      }
      if (in.getLocation() > 0) node.location = LocationId(in.getLocation() - 1);
      graph_.nodes.add(std::move(node));
    }
    return {};
  }

  Status define(ValueId value, NodeId producer, RegionId region, size_t index) {
    if (defined_[value.index])
      return invalidArgument("graph message: expected each value to be defined once, found value ", value.index,
                             " again");
    defined_[value.index] = true;
    visible_[value.index] = true;
    Value& entry = graph_.values[value];
    entry.producer = producer;
    entry.region = region;
    entry.index = static_cast<uint32_t>(index);
    scope_.push_back(value);
    return {};
  }

  Status use(ValueId value) const {
    if (visible_[value.index]) return {};
    return invalidArgument("graph message: expected operands that are defined before, found value ", value.index);
  }

  Status readRegion(uint32_t index, NodeId owner, int depth) {
    if (depth > kMaxDepth)
      return invalidArgument("graph message: expected at most ", kMaxDepth, " levels of regions, found more");
    if (regionSeen_[index])
      return invalidArgument("graph message: expected each region once, found region ", index, " again");
    regionSeen_[index] = true;
    const RegionId id(index);
    const size_t mark = scope_.size();
    wire::Region::Reader in = regionList_[index];
    graph_.regions[id].owner = owner;
    for (uint32_t arg : in.getArgs()) {
      RETURN_IF_ERROR(checkIndex(arg, graph_.values, "an argument"));
      RETURN_IF_ERROR(define(ValueId(arg), NodeId(), id, graph_.regions[id].args.size()));
      graph_.regions[id].args.emplace_back(arg);
    }
    for (uint32_t nodeIndex : in.getNodes()) {
      RETURN_IF_ERROR(checkIndex(nodeIndex, graph_.nodes, "a node"));
      if (nodeSeen_[nodeIndex])
        return invalidArgument("graph message: expected each node once, found node ", nodeIndex, " again");
      nodeSeen_[nodeIndex] = true;
      const NodeId node(nodeIndex);
      graph_.regions[id].nodes.push_back(node);
      graph_.nodes[node].parent = id;
      for (ValueId operand : graph_.nodes[node].operands) RETURN_IF_ERROR(use(operand));
      for (RegionId region : graph_.nodes[node].regions) RETURN_IF_ERROR(readRegion(region.index, node, depth + 1));
      for (size_t i = 0; i < graph_.nodes[node].results.size(); ++i) {
        RETURN_IF_ERROR(define(graph_.nodes[node].results[i], node, id, i));
      }
      if (Status status = checkNode(graph_, graph_.nodes[node]); !status.ok()) {
        return annotate(status, strCat("graph message: ", graph_.describe(node)));
      }
    }
    for (uint32_t result : in.getResults()) {
      RETURN_IF_ERROR(checkIndex(result, graph_.values, "a result"));
      RETURN_IF_ERROR(use(ValueId(result)));
      graph_.regions[id].results.emplace_back(result);
    }
    for (; scope_.size() > mark; scope_.pop_back()) visible_[scope_.back().index] = false;
    return {};
  }

  // Attributes outside of nodes hold shardings too, but readSharding has checked them; literals need no more.
  static Status checkAttrs(const AttrDict& attrs) {
    for (const auto& [name, value] : attrs) {
      if (name.empty()) return invalidArgument("graph message: expected names of attributes, found an empty one");
    }
    return {};
  }

  Status readInterface() {
    const Region& body = graph_.bodyRegion();
    if (root_.getArguments().size() != body.args.size() || root_.getResults().size() != body.results.size()) {
      return invalidArgument("graph message: expected ", body.args.size(), " arguments and ", body.results.size(),
                             " results, found ", root_.getArguments().size(), " and ", root_.getResults().size());
    }
    for (wire::Result::Reader in : root_.getResults()) {
      ResultInfo info;
      info.name = fromData(in.getName());
      RETURN_IF_ERROR(readAttrs(in.getAttrs(), info.attrs));
      RETURN_IF_ERROR(checkAttrs(info.attrs));
      graph_.results.push_back(std::move(info));
    }
    std::vector<bool> aliased(body.results.size());
    for (wire::Argument::Reader in : root_.getArguments()) {
      ArgumentInfo info;
      info.name = fromData(in.getName());
      const int32_t result = in.getAliasesResult();
      if (result != -1) {
        const ValueId argument = body.args[graph_.arguments.size()];
        if (result < 0 || result >= static_cast<int64_t>(aliased.size()) || aliased[result] ||
            graph_.type(body.results[result]) != graph_.type(argument)) {
          return invalidArgument(
              "graph message: expected an argument to alias a result of its type that no other has, found result ",
              result);
        }
        aliased[result] = true;
        info.aliasesResult = result;
      }
      info.donor = in.getDonor();
      RETURN_IF_ERROR(readAttrs(in.getAttrs(), info.attrs));
      RETURN_IF_ERROR(checkAttrs(info.attrs));
      graph_.arguments.push_back(std::move(info));
    }
    return {};
  }

  wire::Graph::Reader root_;
  Graph graph_;
  std::vector<TensorType> types_;
  std::vector<Literal> literals_;
  std::vector<OpKind> ops_;
  capnp::List<wire::Region>::Reader regionList_;  // fetched once: each fetch counts against the traversal limit
  std::vector<std::pair<ValueId, Sharding>> shardings_;
  std::vector<bool> regionSeen_, nodeSeen_, defined_, visible_;
  std::vector<ValueId> scope_;  // visible values, those of the innermost region last
};

}  // namespace

std::string serializeGraph(const Graph& graph) { return Writer(graph).write(); }

StatusOr<Graph> deserializeGraph(std::string_view bytes) {
  if (bytes.empty() || bytes.size() % sizeof(capnp::word) != 0) {
    return invalidArgument("graph message: expected whole 8-byte words, found ", bytes.size(), " bytes");
  }
  kj::Array<capnp::word> words = kj::heapArray<capnp::word>(bytes.size() / sizeof(capnp::word));
  std::memcpy(words.begin(), bytes.data(), bytes.size());
  try {
    capnp::ReaderOptions options;
    // Each part is read at most a few times; a message whose pointers all lead to one place ends here.
    options.traversalLimitInWords = words.size() * 8 + 1024;
    options.nestingLimit = 16;
    capnp::FlatArrayMessageReader reader(words, options);
    return Reader(reader.getRoot<wire::Graph>()).read();
  } catch (const kj::Exception& error) {
    return invalidArgument("graph message: damaged (", error.getDescription().cStr(), ")");
  } catch (const std::exception& error) {
    return invalidArgument("graph message: damaged (", error.what(), ")");
  }
}

std::string graphHash(const Graph& graph) { return hashHex(serializeGraph(graph)); }

}  // namespace partita
