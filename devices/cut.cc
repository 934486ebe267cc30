#include "devices/cut.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "base/text.h"

namespace partita {
namespace {

// Begins of the pieces, and the end.
std::vector<int64_t> weightedBegins(int64_t elements, absl::Span<const int64_t> weights, int64_t unit) {
  if (unit < 1 || elements % unit != 0) unit = 1;
  const int64_t units = elements / unit;
  __int128 total = 0;
  for (int64_t weight : weights) total += weight;
  const size_t count = weights.size();
  std::vector<int64_t> parts(count);
  std::vector<std::pair<__int128, size_t>> rests(count);
  int64_t left = units;
  for (size_t i = 0; i < count; ++i) {
    const __int128 share = static_cast<__int128>(units) * weights[i];
    parts[i] = static_cast<int64_t>(share / total);
    rests[i] = {-(share % total), i};
    left -= parts[i];
  }
  if (left > 0) std::nth_element(rests.begin(), rests.begin() + left - 1, rests.end());
  for (int64_t i = 0; i < left; ++i) ++parts[rests[static_cast<size_t>(i)].second];
  std::vector<int64_t> begins{0};
  for (int64_t part : parts) begins.push_back(begins.back() + part * unit);
  return begins;
}

}  // namespace

Cut::Cut(int64_t elements, absl::Span<const int64_t> weights, int64_t unit)
    : elements_(elements),
      pieces_(static_cast<int64_t>(weights.size())),
      begins_(std::make_shared<const std::vector<int64_t>>(weightedBegins(elements, weights, unit))) {
  CHECK(!weights.empty());
}

Cut::Cut(const Mesh& mesh, absl::Span<const AxisRef> axes, int64_t elements)
    : elements_(elements), pieces_(axesSize(mesh, axes)) {
  const bool weighted =
      std::any_of(axes.begin(), axes.end(), [&](const AxisRef& ref) { return !mesh.axes[ref.axis].weights.empty(); });
  if (!weighted) return;
  std::vector<int64_t> weights{1};
  for (const AxisRef& ref : axes) {
    const std::vector<int64_t> along = axisWeights(mesh, ref);
    std::vector<int64_t> next;
    next.reserve(weights.size() * along.size());
    for (int64_t outer : weights) {
      for (int64_t inner : along) next.push_back(outer * inner);
    }
    weights = std::move(next);
  }
  // Parts of a weighted axis may be alike.
  const bool alike = std::all_of(weights.begin(), weights.end(), [&](int64_t w) { return w == weights[0]; });
  if (!alike) *this = Cut(elements, weights, mesh.unitOf(elements));
}

Range Cut::piece(int64_t index) const {
  DCHECK(index >= 0 && index < pieces_, "piece ", index, " of ", pieces_);
  if (begins_) return {(*begins_)[static_cast<size_t>(index)], (*begins_)[static_cast<size_t>(index) + 1]};
  const int64_t base = elements_ / pieces_, larger = elements_ % pieces_;
  const int64_t begin = index * base + std::min(index, larger);
  return {begin, begin + base + (index < larger ? 1 : 0)};
}

int64_t Cut::largest() const {
  if (!begins_) return (elements_ + pieces_ - 1) / pieces_;
  int64_t out = 0;
  for (int64_t i = 0; i < pieces_; ++i) out = std::max(out, size(i));
  return out;
}

int64_t Cut::smallest() const {
  if (!begins_) return elements_ / pieces_;
  int64_t out = elements_;
  for (int64_t i = 0; i < pieces_; ++i) out = std::min(out, size(i));
  return out;
}

std::vector<int64_t> Cut::sizes() const {
  std::vector<int64_t> out;
  out.reserve(static_cast<size_t>(pieces_));
  for (int64_t i = 0; i < pieces_; ++i) out.push_back(size(i));
  return out;
}

bool Cut::refines(const Cut& coarser) const {
  if (coarser.pieces_ == 1) return true;
  if (elements_ != coarser.elements_ || pieces_ % coarser.pieces_ != 0) return false;
  if (!begins_ && !coarser.begins_ && elements_ % pieces_ == 0) return true;
  const int64_t times = pieces_ / coarser.pieces_;
  for (int64_t i = 1; i < coarser.pieces_; ++i) {
    if (begin(i * times) != coarser.begin(i)) return false;
  }
  return true;
}

bool Cut::isProductOf(absl::Span<const Cut> parts) const {
  int64_t pieces = 1;
  __int128 elements = 1;
  for (const Cut& part : parts) {
    pieces *= part.pieces_;
    elements *= part.elements_;
  }
  if (pieces != pieces_ || elements != elements_) return false;
  for (int64_t index = 0; index < pieces_; ++index) {
    // From the minor end: a piece that is not the whole of its part must stand in single elements of the parts before.
    int64_t left = index, stride = 1, first = 0, count = 1;
    bool inRow = true, broken = false;
    for (size_t p = parts.size(); p-- > 0;) {
      const Cut& part = parts[p];
      const Range range = part.piece(left % part.pieces_);
      left /= part.pieces_;
      first += range.begin * stride;
      if (!inRow && range.size() > 1) broken = true;
      if (range.size() < part.elements_) inRow = false;
      stride *= part.elements_;
      count *= range.size();
    }
    if (count != size(index) || (count > 0 && (broken || first != begin(index)))) return false;
  }
  return true;
}

std::string Cut::toString() const {
  std::string out = strCat(elements_, " = ");
  constexpr int64_t kMost = 16;
  for (int64_t i = 0; i < std::min(pieces_, kMost); ++i) strAppend(&out, i > 0 ? " + " : "", size(i));
  if (pieces_ > kMost) strAppend(&out, " + … (", pieces_, " pieces)");
  return out;
}

}  // namespace partita
