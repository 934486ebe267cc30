#pragma once
// What a program needs and is not supported: noted while it is imported, and said at once.
#include <array>
#include <set>
#include <string>
#include <vector>

#include "base/status.h"
#include "frontends/module/module.h"

namespace partita {

class Missing {
 public:
  explicit Missing(const ir::Module& module) : module_(module) {}
  // WHAT: "op stablehlo.fft". A place counts once, also where it is inlined often.
  void note(std::string what, const ir::Place& place);
  bool empty() const { return kinds_.empty(); }
  // Unimplemented with all that was noted; STOP: the error that ended the import early, if any.
  Status error(const Status& stop) const;

 private:
  struct Kind {
    std::string what;
    ir::Place first;
    std::set<std::array<int64_t, 3>> places;
  };
  const ir::Module& module_;
  std::vector<Kind> kinds_;
};

// How TYPE is called among what is missing: "type 'tuple'". Empty where values of the graph can have it.
std::string missingType(const ir::Type& type);

}  // namespace partita
