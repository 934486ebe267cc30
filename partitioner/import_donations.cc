// Donated arguments and the results that take their memory.
#include "base/text.h"
#include "partitioner/import.h"

namespace partita {

// (argument, result) pairs that share memory: by tf.aliasing_output, and for jax.buffer_donor the next result of the
// same type that nobody else takes, as XLA does.
void pairDonations(Import& in) {
  std::vector<bool> taken(in.graph.results.size(), false);
  for (size_t i = 0; i < in.graph.arguments.size(); ++i) {
    const auto& alias = in.graph.arguments[i].aliasesResult;
    if (alias && *alias >= 0 && *alias < static_cast<int>(taken.size()) && !taken[*alias] &&
        in.graph.type(in.graph.bodyRegion().results[*alias]) == in.graph.type(in.graph.bodyRegion().args[i])) {
      taken[*alias] = true;
      in.state.donated.push_back({static_cast<int>(i), *alias});
    }
  }
  for (size_t i = 0; i < in.graph.arguments.size(); ++i) {
    if (!in.graph.arguments[i].donor || in.graph.arguments[i].aliasesResult) continue;
    for (size_t r = 0; r < in.graph.results.size(); ++r) {
      if (taken[r] || in.graph.type(in.graph.bodyRegion().results[r]) != in.graph.type(in.graph.bodyRegion().args[i]))
        continue;
      taken[r] = true;
      in.state.donated.push_back({static_cast<int>(i), static_cast<int>(r)});
      break;
    }
  }
}

// State follows the batch: what is said of donated arguments and their results is propagated after everything else,
// so that an axis that cuts both the batch and the parameters (FSDP, ZeRO) cuts the activations along the batch.
void tieDonations(Import& in) {
  for (Target& t : in.state.targets) {
    for (int& priority : t.priority) priority *= 2;
  }
  for (const auto& [argument, result] : in.state.donated) {
    const ValueId a = in.graph.bodyRegion().args[argument], r = in.graph.bodyRegion().results[result];
    if (in.annotated.count(a) && !in.annotated.count(r)) {
      in.set(r, in.state.targets[a], strCat("shares memory with ", in.graph.arguments[argument].name));
    } else if (in.annotated.count(r) && !in.annotated.count(a)) {
      in.set(a, in.state.targets[r], strCat("shares memory with ", in.state.names[r]));
    }
    for (ValueId v : {a, r}) {
      for (int& priority : in.state.targets[v].priority) priority += 1;
    }
  }
}

}  // namespace partita
