#include "tests/support/whole_path/coverage.h"

namespace partita {

std::string formName(const OpForm& form) { return strCat(opName(form.op), ", ", form.name); }

void Coverage::add(const WholePathCase& c, const CaseOutcome& outcome) {
  Count& count = c.form == nullptr ? programs_ : counts_[c.form][c.dtype];
  const bool refused = outcome.verdict == Verdict::kRefused;
  ++count.run;
  count.refused += refused ? 1 : 0;
  ++total_;
  refused_ += refused ? 1 : 0;
}

std::vector<std::string> Coverage::missing() const {
  std::vector<std::string> out;
  for (const OpForm& form : opForms()) {
    if (counts_.find(&form) == counts_.end()) out.push_back(formName(form));
  }
  return out;
}

std::vector<std::string> Coverage::missingTypes() const {
  std::vector<std::string> out;
  for (const OpForm& form : opForms()) {
    const auto it = counts_.find(&form);
    for (DType dtype : form.types) {
      if (it == counts_.end() || it->second.find(dtype) == it->second.end())
        out.push_back(strCat(formName(form), ", ", dtypeName(dtype)));
    }
  }
  return out;
}

std::vector<std::string> Coverage::refusedAlways() const {
  std::vector<std::string> out;
  for (const auto& [form, types] : counts_) {
    int64_t run = 0, refused = 0;
    for (const auto& [dtype, count] : types) {
      run += count.run;
      refused += count.refused;
    }
    if (run == refused) out.push_back(formName(*form));
  }
  return out;
}

std::string Coverage::table() const {
  std::string out = strCat("programs of many ops: ", programs_.run, "\n");
  for (const OpForm& form : opForms()) {
    strAppend(&out, formName(form), ":");
    const auto it = counts_.find(&form);
    for (DType dtype : form.types) {
      Count count;
      if (it != counts_.end()) {
        const auto found = it->second.find(dtype);
        if (found != it->second.end()) count = found->second;
      }
      strAppend(&out, " ", dtypeName(dtype), " ", count.run);
      if (count.refused > 0) strAppend(&out, " (", count.refused, " refused)");
    }
    out += "\n";
  }
  size_t wanted = 0;
  for (const OpForm& form : opForms()) wanted += form.types.size();
  strAppend(&out, wanted - missingTypes().size(), " of ", wanted, " forms and element types of ", opForms().size(),
            " forms\n");
  for (const std::string& form : refusedAlways()) strAppend(&out, "refused always: ", form, "\n");
  return out;
}

}  // namespace partita
