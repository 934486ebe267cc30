#include "frontends/import/missing.h"

#include "frontends/import/importer.h"

namespace partita {
namespace {

constexpr size_t kMaxKinds = 64, kMaxPlaces = size_t{1} << 16;  // noted

}  // namespace

void Missing::note(std::string what, const ir::Place& place) {
  const std::array<int64_t, 3> key = {place.line, place.column, place.operation};
  for (Kind& kind : kinds_) {
    if (kind.what != what) continue;
    if (kind.places.size() < kMaxPlaces) kind.places.insert(key);
    return;
  }
  if (kinds_.size() < kMaxKinds) kinds_.push_back({std::move(what), place, {key}});
}

Status Missing::error(const Status& stop) const {
  const auto times = [](const Kind& kind) {
    return kind.places.size() == 1 ? std::string() : strCat(" (", kind.places.size(), " times)");
  };
  std::string stopped;
  if (!stop.ok()) stopped = strCat("\n  there may be more: reading stopped at ", toView(stop.message()));
  if (kinds_.size() == 1)
    return unimplemented(module_.where(kinds_[0].first), ": ", kinds_[0].what, " is not supported yet",
                         times(kinds_[0]), stopped);
  std::string list;
  for (const Kind& kind : kinds_) strAppend(&list, "\n  ", module_.where(kind.first), ": ", kind.what, times(kind));
  return unimplemented(module_.file, ": the program needs ", kinds_.size(),
                       kinds_.size() == kMaxKinds ? " or more" : "", " things that are not supported yet:", list,
                       stopped);
}

std::string missingType(const ir::Type& type) {
  using ir::TypeKind;
  if (graphType(type)) return {};
  if (type == nullptr) return "a value without a type";
  switch (type->kind) {
    case TypeKind::kTensor: {
      const ir::Type& element = type->parts[0];
      if (!type->text.empty()) return "a tensor type with an encoding";
      const std::string text = ir::toString(element);
      return strCat("element type ", text.substr(0, text.find('<')));
    }
    case TypeKind::kUnranked:
      return "an unranked tensor type (export the program with static shapes)";
    case TypeKind::kTuple:
      return "type 'tuple'";
    case TypeKind::kFuture:
      return "type !stablehlo.future";
    case TypeKind::kOther: {
      const std::string name = type->text.substr(0, type->text.find('<'));
      return name.starts_with('!') ? strCat("type ", name) : strCat("type '", name, "'");
    }
    default:
      return strCat("type '", ir::toString(type), "'");
  }
}

}  // namespace partita
