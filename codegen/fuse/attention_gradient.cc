#include "codegen/fuse/attention_gradient.h"

#include <algorithm>
#include <set>

#include "codegen/fuse/attention.h"
#include "graph/op.h"

namespace partita {

namespace {

// Of a head: with fewer its products and rows are kernels of their own, whose short loops each run over all heads. As
// one kernel heads of 32 x 32 took 1.0 to 1.8 x as long, of 48 x 48 as long, of 64 x 64 0.9 x.
constexpr int64_t kFewestScores = 2048;

class GradientFinder {
 public:
  GradientFinder(const Graph& graph, const RegionAccess& access, std::vector<FusionGroup>& groups,
                 std::vector<bool>& gone)
      : graph_(graph), access_(access), groups_(groups), gone_(gone), links_(groups) {}

  void run() {
    for (size_t g = 0; g < groups_.size(); ++g) {
      if (gone_[g]) continue;
      std::optional<Pattern> found = match(g);
      if (found && found->forward && !followsForward(*found)) found = match(g, /*again=*/false);
      if (!found || !mayBecomeOne(access_, groups_, links_, members(*found))) continue;
      join(*found);
      links_ = GroupLinks(groups_);
    }
  }

 private:
  // What is computed again of the forward pass.
  struct Forward {
    size_t scores = 0, rows = 0, last = 0;  // groups
    std::vector<NodeId> nodes;              // of the rows
    std::vector<ValueId> kept;              // values of rows that these read
    std::vector<ValueId> arrays;            // of scores, that nobody else reads then
  };
  struct Pattern {
    ScoreSpace space;
    size_t rows = 0;
    std::vector<size_t> before, after;  // products
    std::optional<Forward> forward;
  };

  static std::vector<size_t> members(const Pattern& p) {
    std::vector<size_t> list = p.before;
    list.push_back(p.rows);
    list.insert(list.end(), p.after.begin(), p.after.end());
    return list;
  }
  bool isFull(const FusionGroup& rows, ValueId v) const { return graph_.type(v).elements() == rows.elements; }
  bool alongRows(const FusionGroup& group) const {
    return group.kind == GroupKind::kRows && group.columns > 1 &&
           std::all_of(group.anchored.begin(), group.anchored.end(), [&](NodeId n) {
             const NodeForm form = access_[n].form;
             return form == NodeForm::kElement || form == NodeForm::kRowReduce;
           });
  }

  // AGAIN: whether parts of the forward pass may be computed again.
  std::optional<Pattern> match(size_t g, bool again = true) const {
    const FusionGroup& rows = groups_[g];
    if (!alongRows(rows)) return std::nullopt;
    Pattern p;
    p.rows = g;
    std::optional<ScoreSpace> space;
    std::optional<size_t> forward;
    for (ValueId v : rows.inputs) {
      const std::optional<size_t> maker = links_.maker(v);
      if (!isFull(rows, v) || !maker || gone_[*maker]) continue;
      const FusionGroup& group = groups_[*maker];
      if (group.kind == GroupKind::kContraction) {
        const std::optional<ScoreSpace> made = scoresMadeBy(graph_, group, v, rows.columns);
        const bool own = links_.readers(v).size() == 1 && !access_.isRegionResult(v) && group.outputs.size() == 1 &&
                         readAtItsPlace(access_, rows.anchored, v);
        if (!made || !own || (space && *space != *made)) continue;
        space = made;
        p.before.push_back(*maker);
      } else if (again && alongRows(group) && group.elements == rows.elements && group.columns == rows.columns) {
        forward = maker;
      }
    }
    if (!space || space->rows * space->columns < kFewestScores) return std::nullopt;
    p.space = *space;
    for (ValueId v : rows.outputs) {
      if (isFull(rows, v) && !takeReaders(v, p)) return std::nullopt;
    }
    if (p.after.empty()) return std::nullopt;
    if (forward) p.forward = forwardOf(*forward, p);
    // A product that contracts one of the arrays; and not what is forward attention alone.
    std::set<size_t> once(p.after.begin(), p.after.end());
    if (once.size() != p.after.size()) return std::nullopt;
    if (!p.forward && p.after.size() < 2) return std::nullopt;
    return p;
  }

  // All who read array V are products that contract it: takes them.
  bool takeReaders(ValueId v, Pattern& p) const {
    if (access_.isRegionResult(v)) return false;
    for (size_t reader : links_.readers(v)) {
      if (gone_[reader] || !contracts(graph_, access_, groups_[reader], v, p.space)) return false;
      p.after.push_back(reader);
    }
    return true;
  }

  // What the rows of P read of ROWS, a group of the forward pass, computed again. Takes products that read it too.
  std::optional<Forward> forwardOf(size_t rows, Pattern& p) const {
    const FusionGroup& group = groups_[rows];
    Forward f;
    f.rows = rows;
    std::vector<size_t> after, last;
    std::vector<ValueId> work;
    for (ValueId v : group.outputs) {
      if (!isFull(group, v)) continue;
      if (access_.isRegionResult(v)) return std::nullopt;
      bool read = false;
      for (size_t reader : links_.readers(v)) {
        if (reader == p.rows) {
          if (!readAtItsPlace(access_, groups_[p.rows].anchored, v)) return std::nullopt;
          read = true;
          continue;
        }
        const std::optional<Contracts> how = contracts(graph_, access_, groups_[reader], v, p.space);
        if (!how) return std::nullopt;
        if (*how == Contracts::kRows) after.push_back(reader), read = true;
        if (*how == Contracts::kColumns) last.push_back(reader);
      }
      if (read) work.push_back(v);
      f.arrays.push_back(v);
    }
    if (last.size() != 1) return std::nullopt;
    f.last = last[0];
    // Down to scores and values of rows.
    std::optional<size_t> scores;
    std::set<ValueId> seen(work.begin(), work.end());
    while (!work.empty()) {
      const ValueId v = work.back();
      work.pop_back();
      const NodeId node = access_.anchorOf(v);
      const bool own =
          node.valid() && std::find(group.anchored.begin(), group.anchored.end(), node) != group.anchored.end();
      if (!own) {
        const std::optional<size_t> maker = links_.maker(v);
        if (!isFull(group, v) || !maker || groups_[*maker].kind != GroupKind::kContraction) continue;
        if (scoresMadeBy(graph_, groups_[*maker], v, group.columns) != p.space || links_.readers(v).size() != 1 ||
            groups_[*maker].outputs.size() != 1 || !readAtItsPlace(access_, group.anchored, v) || scores)
          return std::nullopt;
        scores = maker;
        continue;
      }
      if (access_[node].form != NodeForm::kElement || access_[node].elements != group.elements) {
        f.kept.push_back(v);
        continue;
      }
      f.nodes.push_back(node);
      for (const RootUse& use : access_[node].uses) {
        if (seen.insert(use.root).second) work.push_back(use.root);
      }
    }
    if (!scores) return std::nullopt;
    f.scores = *scores;
    p.after.insert(p.after.end(), after.begin(), after.end());
    return f;
  }

  // The forward rows give only values of rows besides what their product reads.
  FusionGroup forwardRows(const Pattern& p) const {
    const Forward& f = *p.forward;
    FusionGroup rows = groups_[f.rows];
    auto readHere = [&](ValueId v) {
      const std::vector<size_t>& readers = links_.readers(v);
      return std::find(readers.begin(), readers.end(), f.last) != readers.end();
    };
    rows.outputs.erase(std::remove_if(rows.outputs.begin(), rows.outputs.end(),
                                      [&](ValueId v) {
                                        return std::find(f.arrays.begin(), f.arrays.end(), v) != f.arrays.end() &&
                                               !readHere(v);
                                      }),
                       rows.outputs.end());
    for (ValueId v : f.kept) {
      if (std::find(rows.outputs.begin(), rows.outputs.end(), v) == rows.outputs.end()) rows.outputs.push_back(v);
    }
    sortByPosition(rows.outputs);
    return rows;
  }
  void sortByPosition(std::vector<ValueId>& values) const {
    std::sort(values.begin(), values.end(), [&](ValueId x, ValueId y) {
      return access_.position(graph_.values[x].producer) < access_.position(graph_.values[y].producer);
    });
  }

  // Whether the forward pass becomes attention once P has been joined.
  bool followsForward(const Pattern& p) {
    const Forward& f = *p.forward;
    std::vector<FusionGroup> groups = {groups_[f.scores], forwardRows(p), groups_[f.last]};
    return attentionAt(graph_, access_, groups, GroupLinks(groups), 2).has_value() &&
           mayBecomeOne(access_, groups_, links_, {f.scores, f.rows, f.last});
  }

  void join(const Pattern& p) {
    FusionGroup whole;
    whole.kind = GroupKind::kAttention;
    FusionGroup rows = groups_[p.rows];
    whole.elements = rows.elements;
    whole.columns = rows.columns;
    auto sort = [&](std::vector<NodeId>& nodes) {
      std::sort(nodes.begin(), nodes.end(),
                [&](NodeId x, NodeId y) { return access_.position(x) < access_.position(y); });
    };
    rows.outputs.erase(
        std::remove_if(rows.outputs.begin(), rows.outputs.end(), [&](ValueId v) { return isFull(rows, v); }),
        rows.outputs.end());
    if (p.forward) {
      whole.parts.push_back(groups_[p.forward->scores]);
      rows.anchored.insert(rows.anchored.end(), p.forward->nodes.begin(), p.forward->nodes.end());
      sort(rows.anchored);
      takeInlined(graph_, access_, rows);
    }
    for (size_t g : p.before) whole.parts.push_back(groups_[g]);
    whole.parts.push_back(rows);
    for (size_t g : p.after) whole.parts.push_back(groups_[g]);
    for (const FusionGroup& part : whole.parts)
      whole.anchored.insert(whole.anchored.end(), part.anchored.begin(), part.anchored.end());
    sort(whole.anchored);
    takeInlined(graph_, access_, whole);
    whole.outputs = rows.outputs;
    for (size_t g : p.after)
      whole.outputs.insert(whole.outputs.end(), groups_[g].outputs.begin(), groups_[g].outputs.end());
    sortByPosition(whole.outputs);
    const size_t place = *std::max_element(p.after.begin(), p.after.end());
    whole.hero = groups_[place].hero;
    if (p.forward) groups_[p.forward->rows] = forwardRows(p);
    for (size_t g : members(p)) {
      if (g == place) continue;
      gone_[g] = true;
      groups_[g] = FusionGroup();
    }
    groups_[place] = std::move(whole);
  }

  const Graph& graph_;
  const RegionAccess& access_;
  std::vector<FusionGroup>& groups_;
  std::vector<bool>& gone_;
  GroupLinks links_;
};

}  // namespace

void fuseAttentionGradients(const Graph& graph, const RegionAccess& access, std::vector<FusionGroup>& groups,
                            std::vector<bool>& gone) {
  GradientFinder(graph, access, groups, gone).run();
}

}  // namespace partita
