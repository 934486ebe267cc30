// Shardy's attributes by their codes (shardy/dialect/sdy/ir/bytecode.td).
#include <algorithm>

#include "frontends/bytecode/entries.h"

namespace partita::bytecode {
namespace {

constexpr size_t kMaxListed = 4096;  // axes of a mesh, dimensions
constexpr int kMaxPriority = 1'000'000;

// The numbers of factors at the cursor.
std::vector<int64_t> factors(ByteCursor& in) {
  std::vector<int64_t> out = in.svarints();
  for (const int64_t factor : out) {
    if (factor < 0 || factor >= static_cast<int64_t>(kMaxListed))
      in.fail(strCat("expected a factor from 0 to ", kMaxListed - 1, ", found ", factor));
  }
  if (in.failed()) out.clear();
  return out;
}

// A factor's letter: i, j, …, z, z_1, …
std::string factorName(int64_t index) {
  constexpr int64_t kLetters = 'z' - 'i';
  return index <= kLetters ? std::string(1, static_cast<char>('i' + index)) : strCat("z_", index - kLetters);
}

template <typename List, typename Text>
std::string listed(const List& list, Text text, std::string_view separator) {
  std::string out;
  for (const auto& element : list) strAppend(&out, out.empty() ? "" : separator, text(element));
  return out;
}

}  // namespace

StatusOr<ByteCursor> Entries::open(ByteCursor& in, std::string_view dialect, std::initializer_list<uint64_t> codes,
                                   std::string_view what, uint64_t* code) {
  const size_t offset = in.offset();
  const uint64_t index = in.varint();
  RETURN_IF_ERROR(in.status());
  if (index >= container_.attributes.size())
    return invalidAt(offset, "expected one of ", container_.attributes.size(), " attributes, found number ", index);
  const Entry& entry = container_.attributes[index];
  ByteCursor out = container_.cursor(entry.span);
  const uint64_t found = out.varint();
  RETURN_IF_ERROR(out.status());
  if (!entry.custom || this->dialect(entry) != dialect || std::find(codes.begin(), codes.end(), found) == codes.end())
    return invalidAt(offset, "expected ", what, ", found another attribute");
  if (code != nullptr) *code = found;
  return out;
}

StatusOr<MeshAxis> Entries::sdyMeshAxis(ByteCursor& in) {
  MeshAxis axis;
  ASSIGN_OR_RETURN(const std::string_view name, string(in));
  RETURN_IF_ERROR(charge(1 + name.size() / 64));
  axis.name = std::string(name);
  axis.size = in.svarint();
  RETURN_IF_ERROR(in.finish("an axis of a mesh"));
  return axis;
}

StatusOr<ir::Attribute> Entries::sdyMesh(ByteCursor& in) {
  Mesh mesh;
  const size_t count = in.count();
  if (count > kMaxListed) in.fail(strCat("expected at most ", kMaxListed, " axes, found ", count));
  RETURN_IF_ERROR(in.status());
  for (size_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(ByteCursor one, open(in, "sdy", {1}, "an axis of a mesh"));
    ASSIGN_OR_RETURN(MeshAxis axis, sdyMeshAxis(one));
    mesh.axes.push_back(std::move(axis));
  }
  mesh.deviceIds = in.svarints();
  return ir::Attribute{std::move(mesh)};
}

StatusOr<ir::AxisName> Entries::sdyAxis(ByteCursor& in) {
  ASSIGN_OR_RETURN(ByteCursor axis, open(in, "sdy", {4}, "an axis"));
  ir::AxisName out;
  ASSIGN_OR_RETURN(const std::string_view name, string(axis));
  RETURN_IF_ERROR(charge(1 + name.size() / 64));
  out.name = std::string(name);
  bool sub = false;
  const uint64_t index = axis.varintWithFlag(&sub);
  RETURN_IF_ERROR(axis.finish("an axis"));
  if (!sub) return out;
  ASSIGN_OR_RETURN(const ir::Attribute* part, attribute(index));
  const auto* sizes = std::get_if<ir::Ints>(&part->value);
  if (sizes == nullptr || sizes->values.size() != 2)
    return invalidAt(axis.offset(), "expected the sizes of a sub-axis, found another attribute");
  out.pre = sizes->values[0];
  out.size = sizes->values[1];
  return out;
}

StatusOr<std::vector<ir::AxisName>> Entries::sdyAxes(ByteCursor& in) {
  std::vector<ir::AxisName> out;
  for (size_t left = in.count(); left > 0; --left) {
    ASSIGN_OR_RETURN(ir::AxisName axis, sdyAxis(in));
    out.push_back(std::move(axis));
  }
  RETURN_IF_ERROR(in.status());
  return out;
}

StatusOr<ir::DimAxes> Entries::sdyDimension(ByteCursor& in) {
  RETURN_IF_ERROR(charge(1));
  ASSIGN_OR_RETURN(ByteCursor dim, open(in, "sdy", {5}, "the sharding of a dimension"));
  ir::DimAxes out;
  ASSIGN_OR_RETURN(out.axes, sdyAxes(dim));
  out.open = dim.byte() == 0;
  bool given = false;
  const uint64_t priority = dim.varintWithFlag(&given);
  if (given && priority > kMaxPriority) dim.fail(strCat("expected a priority up to ", kMaxPriority));
  RETURN_IF_ERROR(dim.finish("the sharding of a dimension"));
  out.priority = given ? static_cast<int>(priority) : 0;
  return out;
}

// CODE: 6 without unreduced axes, 15 with them, 17 with how they are reduced.
StatusOr<ir::TensorSharding> Entries::sdySharding(ByteCursor& in, uint64_t code) {
  RETURN_IF_ERROR(charge(2));
  ir::TensorSharding out;
  const size_t offset = in.offset();
  ASSIGN_OR_RETURN(const ir::Attribute* mesh, attribute(in));
  if (const auto* name = std::get_if<ir::Symbol>(&mesh->value)) {
    RETURN_IF_ERROR(charge(name->name.size() / 64));
    out.mesh = name->name;
  } else if (const auto* inlined = std::get_if<Mesh>(&mesh->value)) {
    RETURN_IF_ERROR(copied(mesh).status());
    out.inlined = *inlined;
  } else {
    return invalidAt(offset, "expected a mesh or its name, found another attribute");
  }
  const size_t dims = in.count();
  if (dims > kMaxListed) in.fail(strCat("expected at most ", kMaxListed, " dimensions, found ", dims));
  RETURN_IF_ERROR(in.status());
  for (size_t i = 0; i < dims; ++i) {
    ASSIGN_OR_RETURN(ir::DimAxes dim, sdyDimension(in));
    out.dims.push_back(std::move(dim));
  }
  ASSIGN_OR_RETURN(out.replicated, sdyAxes(in));
  if (code != 6) {
    ASSIGN_OR_RETURN(out.unreduced, sdyAxes(in));
  }
  if (code == 17) {
    constexpr ReductionKind kKinds[] = {ReductionKind::kSum, ReductionKind::kMax, ReductionKind::kMin};
    const int64_t kind = in.svarint();
    if (kind < 0 || kind > 2) in.fail(strCat("expected a reduction of kind 0 to 2, found ", kind));
    RETURN_IF_ERROR(in.status());
    out.reduction = kKinds[kind];
  }
  RETURN_IF_ERROR(in.finish("a sharding"));
  return out;
}

// #sdy.op_sharding_rule<([i, k], [k, j])->([i, j]) {i=8, k=4, j=16} reduction={k}>
StatusOr<ir::Attribute> Entries::sdyRule(ByteCursor& in) {
  const std::vector<int64_t> sizes = in.svarints();
  std::string sides[2];
  for (std::string& side : sides) {
    for (size_t left = in.count(); left > 0; --left) {
      ASSIGN_OR_RETURN(ByteCursor tensor, open(in, "sdy", {9}, "how a tensor's dimensions are factored"));
      std::string dims;
      for (size_t dim = tensor.count(); dim > 0; --dim) {
        ASSIGN_OR_RETURN(ByteCursor one, open(tensor, "sdy", {8}, "the factors of a dimension"));
        const std::vector<int64_t> numbers = factors(one);
        RETURN_IF_ERROR(one.finish("the factors of a dimension"));
        RETURN_IF_ERROR(charge(1 + numbers.size() / 16));
        strAppend(&dims, dims.empty() ? "" : ", ", listed(numbers, factorName, ""));
      }
      RETURN_IF_ERROR(tensor.finish("the factors of a tensor"));
      RETURN_IF_ERROR(charge(1));
      strAppend(&side, side.empty() ? "[" : ", [", dims, "]");
    }
  }
  std::string out = strCat("#sdy.op_sharding_rule<(", sides[0], ")->(", sides[1], ")");
  if (!sizes.empty()) {
    int64_t i = 0;
    strAppend(&out, " {",
              listed(
                  sizes, [&](int64_t size) { return strCat(factorName(i++), "=", size); }, ", "),
              "}");
  }
  for (const std::string_view name : {"reduction", "need_replication", "permutation", "blocked_propagation"}) {
    const std::vector<int64_t> numbers = factors(in);
    if (!numbers.empty()) strAppend(&out, " ", name, "={", listed(numbers, factorName, ", "), "}");
  }
  if (in.byte() != 0) out += ", custom";
  return ir::Attribute{ir::Text{out + ">"}};
}

StatusOr<ir::Attribute> Entries::sdyAttribute(ByteCursor& in) {
  const size_t offset = in.offset();
  switch (const uint64_t code = in.varint(); code) {
    case 0: {
      ASSIGN_OR_RETURN(ir::Array axes, array(in));
      return ir::Attribute{std::move(axes)};
    }
    case 2:
      return sdyMesh(in);
    case 3: {
      const int64_t pre = in.svarint();
      return ir::Attribute{ir::Ints{{pre, in.svarint()}, nullptr}};
    }
    case 6:
    case 15:
    case 17: {
      ASSIGN_OR_RETURN(ir::TensorSharding sharding, sdySharding(in, code));
      return ir::Attribute{std::vector<ir::TensorSharding>{std::move(sharding)}};
    }
    case 7:
    case 16: {
      std::vector<ir::TensorSharding> out;
      for (size_t left = in.count(); left > 0; --left) {
        uint64_t kind = 0;
        ASSIGN_OR_RETURN(ByteCursor one, open(in, "sdy", {6, 15, 17}, "the sharding of a value", &kind));
        ASSIGN_OR_RETURN(ir::TensorSharding sharding, sdySharding(one, kind));
        out.push_back(std::move(sharding));
      }
      return ir::Attribute{std::move(out)};
    }
    case 10:
      return sdyRule(in);
    default:
      RETURN_IF_ERROR(in.status());
      if (code <= 17)
        return unimplemented("byte ", offset, ": a Shardy attribute of kind ", code,
                             " (of operations that Shardy's partitioner adds)");
      return invalidAt(offset, "expected a Shardy attribute of kind 0 to 17, found ", code);
  }
}

}  // namespace partita::bytecode
