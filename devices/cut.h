#pragma once
// Where the pieces of a dimension begin: the one place that divides a dimension by the sizes of mesh axes. Everything
// that cuts, offsets, counts or asks whether pieces are alike asks a Cut.
//
// Without weights the pieces differ by one element at most, the larger ones first. With weights each piece has its part
// of the elements by largest remainder (Hamilton's method; ties go to the lower index), so that equal weights give
// exactly the pieces of a cut without any. Nothing is padded; a piece may be empty.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "base/range.h"
#include "devices/mesh.h"

namespace partita {

class Cut {
 public:
  Cut() : Cut(0, 1) {}
  Cut(int64_t elements, int64_t pieces) : elements_(elements), pieces_(pieces) {}
  // One piece for each of WEIGHTS (at least 1 each, their sum in 62 bits). Pieces are whole multiples of UNIT elements
  // where that divides ELEMENTS.
  Cut(int64_t elements, absl::Span<const int64_t> weights, int64_t unit = 1);
  // ELEMENTS along AXES of MESH, major to minor. The weight of a piece is the product of its weights along them.
  Cut(const Mesh& mesh, absl::Span<const AxisRef> axes, int64_t elements);

  int64_t elements() const { return elements_; }
  int64_t pieces() const { return pieces_; }
  // O(1), like all that follows without a word.
  Range piece(int64_t index) const;
  int64_t begin(int64_t index) const { return piece(index).begin; }
  int64_t size(int64_t index) const { return piece(index).size(); }
  // O(pieces) where there are weights.
  int64_t largest() const;
  int64_t smallest() const;
  bool even() const { return largest() == smallest(); }
  // O(pieces).
  std::vector<int64_t> sizes() const;
  // Each piece of COARSER is as many pieces of this cut in a row. O(pieces of COARSER).
  bool refines(const Cut& coarser) const;
  // A dimension that is the product of others (major to minor), cut as these are: each piece holds what the pieces of
  // PARTS at its digits hold together. O(pieces).
  bool isProductOf(absl::Span<const Cut> parts) const;
  // "12 = 6 + 3 + 3"; of many pieces the first ones.
  std::string toString() const;

 private:
  int64_t elements_ = 0, pieces_ = 1;
  std::shared_ptr<const std::vector<int64_t>> begins_;  // of each piece, and the end; null: without weights
};

}  // namespace partita
