#pragma once
// Values that are there in terms: each device of a class holds one of the terms that make it up together. Kinds of
// terms are interned; -1 is a value that is whole.
#include <map>
#include <optional>
#include <vector>

#include "base/collective.h"
#include "base/status.h"
#include "graph/held.h"
#include "partitioner/device_tables.h"

namespace partita {

// What of the dimensions that an op reduces (of SIZES) each device had.
struct TermParts {
  HeldTiles tiles = {};  // none: nothing is cut
  std::vector<int64_t> sizes = {};
};

class PartialTerms {
 public:
  PartialTerms(const Mesh& mesh, DeviceTables& tables, DeviceNumbers& numbers)
      : mesh_(mesh), tables_(tables), numbers_(numbers) {}

  // One term for each place along AXES; -1 where there are none.
  int along(const Axes& axes, ReductionKind kind);
  // TERMS where CHOSEN (by device), what changes nothing in a reduction of KIND elsewhere; nothing where that is not
  // its reduction.
  std::optional<int> chosen(int terms, const std::vector<int64_t>& chosen, ReductionKind kind);
  // Whether TERMS, of each of which PARTS have been reduced, amount to one term for each place along AXES: in every
  // group of devices that differ along AXES, and of which some are among DEVICES (those that run program P), each term
  // is there once.
  Status amount(size_t p, const std::vector<int64_t>& devices, int terms, const TermParts& parts, const Axes& axes,
                ReductionKind kind);
  // Added up in each of GROUPS; nothing where that is not one sum.
  std::optional<int> reduced(int terms, const std::vector<std::vector<int64_t>>& groups, ReductionKind kind,
                             bool boolean);
  // Each device has that of SOURCE now. -1: it has nothing of the value, of which a term says nothing: its own stays,
  // so that parts of one sum that came in several messages are parts of the same one.
  int moved(int terms, const std::vector<int64_t>& source);
  // The members of each of GROUPS have the same term.
  bool alike(int terms, const std::vector<std::vector<int64_t>>& groups) const;

 private:
  struct Kind {
    std::vector<int64_t> termOf;  // by device; -1: what changes nothing
    int64_t total = 1;            // terms that make up the value
    ReductionKind reduction = ReductionKind::kSum;
    friend auto operator<=>(const Kind&, const Kind&) = default;
  };
  int add(Kind kind);

  const Mesh& mesh_;
  DeviceTables& tables_;
  DeviceNumbers& numbers_;
  std::vector<Kind> kinds_;
  std::map<Kind, int> ids_;
  std::map<std::vector<int64_t>, int> known_;  // of amount()
};

}  // namespace partita
