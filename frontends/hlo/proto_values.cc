// HloModuleProto: shapes, constants, lists of devices.
#include <algorithm>
#include <cstring>

#include "frontends/hlo/device_list.h"
#include "frontends/hlo/proto_reader.h"
#include "frontends/hlo/sharding.h"

namespace partita::hlo {
namespace {

constexpr int kMaxShapeDepth = 32;

}  // namespace

// ReplicaGroup
Status ProtoReader::readGroups(const WireReader& in, const WireField& field,
                               std::vector<std::vector<int64_t>>& groups) {
  if (field.type != WireField::kBytes) return failAt(in.offset(), "expected a group of replicas");
  WireReader inner = in.within(field);
  std::vector<int64_t>& group = groups.emplace_back();
  for (WireField part; inner.next(part);)
    if (part.number == 1) inner.integers(part, group);
  return check(inner);
}

// CollectiveDeviceListProto
Status ProtoReader::readDeviceList(WireReader in, std::vector<std::vector<int64_t>>& groups) {
  for (WireField field; in.next(field);) {
    if (field.number == 1) RETURN_IF_ERROR(readGroups(in, field, groups));
    if (field.number == 2) RETURN_IF_ERROR(readIotaGroups(in.within(field), groups));
  }
  return check(in);
}

// IotaReplicaGroupListProto
Status ProtoReader::readIotaGroups(WireReader in, std::vector<std::vector<int64_t>>& groups) {
  const size_t begin = in.offset();
  IotaTile tile;
  tile.dims = {0, 0};
  for (WireField field; in.next(field);) {
    if (field.number <= 2) tile.dims[field.number - 1] = static_cast<int64_t>(field.value);
    if (field.number == 3) in.integers(field, tile.reshape);
    if (field.number == 4) in.integers(field, tile.permutation);
  }
  RETURN_IF_ERROR(check(in));
  const std::optional<std::vector<int64_t>> devices = expand(tile);
  if (!devices || devices->size() > kMaxListedDevices)
    return failAt(begin, "expected groups as a reshaped iota with as many devices on both sides");
  groups = groupsOf(*devices, tile.dims[1]);
  return {};
}

// MeshAxesReplicaGroupListProto: a mesh, and the axes along which groups lie.
Status ProtoReader::readMeshGroups(WireReader in, std::vector<std::vector<int64_t>>& groups) {
  const size_t begin = in.offset();
  Mesh mesh;
  std::vector<ir::AxisName> axes;
  WireReader first = in;  // the mesh may stand behind its axes
  for (WireField field; first.next(field);) {
    if (field.number == 1) RETURN_IF_ERROR(annotate(readMesh(first.within(field), mesh), name_));
  }
  RETURN_IF_ERROR(check(first));
  if (mesh.axes.size() > kMaxRank || mesh.deviceCount() > static_cast<int64_t>(kMaxListedDevices))
    return failAt(begin, "expected a mesh of at most ", kMaxListedDevices, " devices");
  for (WireField field; in.next(field);) {
    if (field.number != 2) continue;
    if (const Status status = readAxis(in.within(field), mesh, axes.emplace_back()); !status.ok())
      return failAt(begin, toView(status.message()));
  }
  StatusOr<std::vector<std::vector<int64_t>>> found = groupsAlong(mesh, axes);
  if (!found.ok()) return failAt(begin, toView(found.status().message()));
  groups = *std::move(found);
  return {};
}

StatusOr<Shape> ProtoReader::readShape(WireReader in, int depth) {
  const size_t begin = in.offset();
  Shape shape;
  uint64_t code = 0;
  std::vector<int64_t> sizes, dynamic;
  std::vector<ir::Type> parts;
  if (depth == kMaxShapeDepth)
    return failAt(begin, "expected at most ", kMaxShapeDepth, " tuples within each other, found more");
  for (WireField field; in.next(field);) {
    if (field.number == 2) code = field.value;
    if (field.number == 3) in.integers(field, sizes);
    if (field.number == 6) in.integers(field, dynamic);
    if (field.number == 4) {
      ASSIGN_OR_RETURN(Shape part, readShape(in.within(field), depth + 1));
      parts.push_back(std::move(part.type));
    }
    if (field.number == 5) {
      WireReader layout = in.within(field);
      for (WireField part; layout.next(part);) {
        if (part.number == 1) layout.integers(part, shape.minorToMajor);
        shape.tiled = shape.tiled || part.number == 6;
      }
      RETURN_IF_ERROR(check(layout));
    }
  }
  RETURN_IF_ERROR(check(in));
  if (code == kTupleCode) {
    shape.type = ir::makeType(ir::TypeKind::kTuple, std::move(parts));
    shape.minorToMajor.clear();
    return shape;
  }
  if (code == kTokenCode) {
    shape.type = ir::elementType(DType::kToken);
    return shape;
  }
  if (const Status status = checkDims(sizes); !status.ok()) return failAt(begin, toView(status.message()));
  std::vector<bool> seen(sizes.size());
  for (const int64_t dim : shape.minorToMajor) {
    if (dim < 0 || dim >= static_cast<int64_t>(sizes.size()) || seen[dim])
      return failAt(begin, "expected each dimension once in a layout, found ", dim);
    seen[dim] = true;
  }
  if (!shape.minorToMajor.empty() && shape.minorToMajor.size() != sizes.size())
    return failAt(begin, "expected a layout of ", sizes.size(), " dimensions, found ", shape.minorToMajor.size());
  Dims dims(sizes.begin(), sizes.end()), bounds;
  if (std::find(dynamic.begin(), dynamic.end(), 1) != dynamic.end()) {
    bounds = dims;
    for (size_t i = 0; i < dims.size(); ++i)
      (i < dynamic.size() && dynamic[i] != 0 ? dims[i] : bounds[i]) = ir::kDynamic;
  }
  const std::optional<DType> dtype = elementTypeByCode(code);
  shape.type = ir::tensorType(dtype ? ir::elementType(*dtype) : ir::otherType(strCat("PrimitiveType ", code)),
                              std::move(dims), std::move(bounds));
  return shape;
}

// LiteralProto: a field for each element type.
StatusOr<ir::Attribute> ProtoReader::readLiteral(WireReader in, const ir::Type& type, int depth) {
  const size_t begin = in.offset();
  if (type->kind == ir::TypeKind::kTuple) {
    if (depth == kMaxShapeDepth) return failAt(begin, "expected fewer tuples within each other");
    ir::Array parts;
    for (WireField field; in.next(field);) {
      if (field.number != 10) continue;
      if (parts.size() == type->parts.size()) return failAt(begin, "expected a literal for each part of the tuple");
      ASSIGN_OR_RETURN(ir::Attribute part, readLiteral(in.within(field), type->parts[parts.size()], depth + 1));
      parts.push_back(std::move(part));
    }
    RETURN_IF_ERROR(check(in));
    if (parts.size() != type->parts.size()) return failAt(begin, "expected a literal for each part of the tuple");
    return ir::Attribute{std::move(parts)};
  }
  const std::optional<TensorType> plain = ir::staticType(type);
  if (!plain || plain->isToken())
    return failAt(begin, "expected a constant of static shape and known element type, found one of ",
                  ir::toString(type));
  const size_t size = dtypeBytes(plain->dtype);
  const size_t wanted = static_cast<size_t>(plain->elements());
  std::string bytes;
  std::vector<int64_t> numbers;
  for (WireField field; in.next(field);) {
    switch (field.number) {
      case 1:  // the shape, once more
      case 10:
      case 14:
        break;
      case 2:
      case 4:
      case 5:
      case 6:
      case 7:
        in.integers(field, numbers);
        break;
      default:
        // Fixed-width elements: packed ones as they are, or one by itself.
        if (field.type == WireField::kBytes) {
          bytes.append(in.bytes(field));
        } else {
          bytes.append(reinterpret_cast<const char*>(&field.value), field.type == WireField::kFixed64 ? 8 : 4);
        }
    }
  }
  RETURN_IF_ERROR(check(in));
  if (bytes.empty() && !numbers.empty()) {
    if (numbers.size() != wanted)
      return failAt(begin, "expected ", wanted, " elements of a constant, found ", numbers.size());
    bytes.resize(wanted * size);
    for (size_t i = 0; i < wanted; ++i) storeFromInt(plain->dtype, numbers[i], bytes.data() + i * size);
  } else if (dtypeBits(plain->dtype) < 8 && plain->dtype != DType::kI1 && bytes.size() < wanted) {
    // Several elements to a byte, the first in the upper bits.
    const size_t bits = dtypeBits(plain->dtype), each = 8 / bits;
    if (bytes.size() != (wanted + each - 1) / each)
      return failAt(begin, "expected ", wanted, " elements of a constant, found ", bytes.size(), " bytes");
    std::string unpacked(wanted, '\0');
    for (size_t i = 0; i < wanted; ++i) {
      const auto byte = static_cast<uint8_t>(bytes[i / each]);
      unpacked[i] = static_cast<char>(byte >> (bits * (each - 1 - i % each)) & ((1u << bits) - 1));
    }
    bytes = std::move(unpacked);
  }
  if (bytes.size() != wanted * size)
    return failAt(begin, "expected ", wanted * size, " bytes of a constant of ", plain->toString(), ", found ",
                  bytes.size());
  if (isInteger(plain->dtype) && dtypeBits(plain->dtype) < 8) {
    for (char& byte : bytes) {
      std::byte stored{};
      storeFromInt(plain->dtype, loadAsInt(plain->dtype, &byte), &stored);
      byte = static_cast<char>(stored);
    }
  }
  if (plain->dtype == DType::kI1)
    for (char& byte : bytes) byte = byte != 0 ? 1 : 0;
  const bool isSplat = wanted > 0 && std::memcmp(bytes.data(), bytes.data() + size, bytes.size() - size) == 0;
  if (isSplat) bytes.resize(size);
  return ir::Attribute{
      ir::Elements{type, isSplat ? Literal::splat(*plain, std::move(bytes)) : Literal(*plain, std::move(bytes))}};
}

}  // namespace partita::hlo
