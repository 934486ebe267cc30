#pragma once
// Counts what the cases of a run were made of: op, form, element type; and what became of them.
#include <map>
#include <string>
#include <vector>

#include "tests/support/whole_path/case.h"
#include "tests/support/whole_path/runner.h"

namespace partita {

class Coverage {
 public:
  void add(const WholePathCase& c, const CaseOutcome& outcome);
  // Forms (op and name) of opForms() that no case has had; those that were refused always.
  std::vector<std::string> missing() const;
  std::vector<std::string> refusedAlways() const;
  // Element types that a form has, but no case has had with it.
  std::vector<std::string> missingTypes() const;
  // A line for each form: cases by element type, "f32 12" or "f32 12 (3 refused)".
  std::string table() const;
  int64_t total() const { return total_; }
  int64_t refused() const { return refused_; }

 private:
  struct Count {
    int64_t run = 0, refused = 0;
  };
  std::map<const OpForm*, std::map<DType, Count>> counts_;
  Count programs_;
  int64_t total_ = 0, refused_ = 0;
};

std::string formName(const OpForm& form);  // "stablehlo.gather, batching dims"

}  // namespace partita
