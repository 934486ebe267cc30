#pragma once
// Attention: two products with a softmax, or other work along rows, between them become one group, in which the array
// of scores is never whole; so do the products of its gradient (attention_gradient.h).
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "codegen/fuse/fuse.h"
#include "codegen/fuse/score_products.h"

namespace partita {

// Joins the groups of GROUPS, in a valid order, that are such a pattern: a product (and elementwise nodes), rows, and a
// product that contracts the rows; where nothing else reads what is between.
void fuseAttention(const Graph& graph, const RegionAccess& access, std::vector<FusionGroup>& groups);

// What PRODUCT, a part of a kAttention group, reads of its rows.
OperandArray weightsOf(const Graph& graph, const RegionAccess& access, const FusionGroup& group,
                       const FusionGroup& product);

// Which group of a list makes a value, and which read it.
class GroupLinks {
 public:
  explicit GroupLinks(const std::vector<FusionGroup>& groups);
  std::optional<size_t> maker(ValueId value) const;
  const std::vector<size_t>& readers(ValueId value) const;
  // The groups that run after group G because of what it gives or has to be done before them. GROUPS: the list.
  std::vector<size_t> after(const RegionAccess& access, const std::vector<FusionGroup>& groups, size_t g) const;

 private:
  absl::flat_hash_map<ValueId, size_t> maker_;
  absl::flat_hash_map<ValueId, std::vector<size_t>> readers_;
  absl::flat_hash_map<NodeId, size_t> runner_;  // the first one; others compute it again
  std::vector<size_t> none_;
};

// Whether MEMBERS of GROUPS may become one: no path from one to another leads through a group that is none of them.
bool mayBecomeOne(const RegionAccess& access, const std::vector<FusionGroup>& groups, const GroupLinks& links,
                  const std::vector<size_t>& members);

// Forward attention in GROUPS: LAST, a product, contracts the columns of what ROWS makes of the result of SCORES.
struct AttentionGroups {
  size_t scores = 0, rows = 0, last = 0;
};
std::optional<AttentionGroups> attentionAt(const Graph& graph, const RegionAccess& access,
                                           const std::vector<FusionGroup>& groups, const GroupLinks& links,
                                           size_t last);

}  // namespace partita
