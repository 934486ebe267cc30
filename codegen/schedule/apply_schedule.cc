#include "codegen/schedule/apply_schedule.h"

#include "codegen/schedule/nest_generator.h"

namespace partita {

namespace {

constexpr int64_t kPrefetchFrom = 256 << 10;  // bytes of an array
constexpr size_t kMostPrefetched = 4;         // arrays

}  // namespace

StatusOr<int64_t> NestGenerator::workspaceBytes() {
  RETURN_IF_ERROR(placeInWorkspace());
  return result_.workspaceBytes;
}

StatusOr<ScheduledNest> NestGenerator::run() {
  RETURN_IF_ERROR(placeInWorkspace());
  for (int k = 0; k < plan_.kernels; ++k) {
    clearCarried(k);
    RETURN_IF_ERROR(kernel(k));
  }
  return std::move(result_);
}

Status NestGenerator::kernel(int number) {
  size_t begin = 0;
  while (begin < plan_.statements.size() && at(begin).kernel != number) ++begin;
  size_t end = begin;
  while (end < plan_.statements.size() && at(end).kernel == number) ++end;
  LoopBuilder loops(number == 0 ? nest_.function.name : strCat(nest_.function.name, "_", number));
  loops_ = &loops;
  kernel_ = ScheduledKernel();
  parameters_.clear();
  workspace_.clear();
  parts_.clear();
  tiles_.clear();
  kept_.assign(plan_.statements.size(), Kept());
  byTemp_.clear();
  prepareThreads(number);
  sharedBytes_ = 0;
  position_ = LoopPosition();
  position_.spaces.resize(plan_.spaces.size());
  position_.copy.assign(plan_.pieces.size(), 0);
  position_.opened.assign(plan_.pieces.size(), false);
  position_.numbers.assign(plan_.pieces.size(), ExprId());
  declareParameters(begin, end);
  if (begin < end) declareCarried(begin, end);
  for (size_t i = 0; i < end; ++i) {
    if (i < begin && !workspace_.contains(i)) continue;
    if (at(i).partialPiece < 0) {
      for (size_t v = 0; v < at(i).statement->temps.size(); ++v) byTemp_[at(i).statement->temps[v]] = {i, v};
    }
    RETURN_IF_ERROR(decide(i, end));
    if (i >= begin) RETURN_IF_ERROR(shareParts(i));
    if (i >= begin && at(i).tile) RETURN_IF_ERROR(prepareTile(i));
  }
  const bool bound = begin < end && !at(begin).order.empty() && plan_.binding(at(begin), at(begin).order[0]).tasks();
  if (shape_.blocks && !bound) {
    l().openFor("block", l().index(0), l().index(1), LoopKind::kBlock);
    inThreads([&] { generate({begin, end}, 0); });
    l().close();
  } else {
    generate({begin, end}, 0);
  }
  kernel_.function = loops.finish();
  for (LoopBufferId p : kernel_.function.parameters) kernel_.function.buffers[p].noAlias = true;
  if (number == 0) {
    kernel_.function.flops = nest_.flops;
    kernel_.function.bytes = nest_.bytes;
  }
  result_.kernels.push_back(std::move(kernel_));
  return absl::OkStatus();
}

void NestGenerator::declareParameters(size_t begin, size_t end) {
  std::vector<bool> read(nest_.function.buffers.size(), false), written = read;
  for (size_t i = begin; i < end; ++i) {
    for (ExprId e : expressionsOf(at(i))) {
      for (ExprId load : loadsOf(nest_.function, e)) read[nest_.function.exprs[load].buffer.index] = true;
    }
    for (const NestStore& store : at(i).statement->stores) written[store.buffer.index] = true;
  }
  for (size_t n = 0; n < nest_.function.parameters.size(); ++n) {
    LoopBufferId id = nest_.function.parameters[n];
    if (!read[id.index] && !written[id.index]) continue;
    const LoopBuffer& b = nest_.function.buffers[id];
    parameters_[id] = l().parameter(b.name, b.dtype, b.elements, read[id.index], written[id.index]);
    kernel_.arguments.push_back({static_cast<int>(n), 0});
  }
  auto readsOf = [&](size_t maker) {
    for (size_t i = begin; i < end; ++i) {
      const bool finishes =
          at(i).finishesPartial && at(maker).partialPiece >= 0 && at(i).statement == at(maker).statement;
      if (i > maker && (finishes || (at(maker).partialPiece < 0 && readsTemp(plan_, at(i), *at(maker).statement))))
        return true;
    }
    return false;
  };
  for (size_t i = 0; i < end; ++i) {
    auto it = outliving_.find(i);
    if (it == outliving_.end()) continue;
    // Sums that are made in memory are read there too.
    const bool writes = i >= begin, reads = (writes && at(i).sumsInMemory) || readsOf(i);
    if (!writes && !reads) continue;
    for (size_t v = 0; v < at(i).statement->temps.size(); ++v) {
      workspace_[i].push_back(l().parameter(strCat("w", at(i).statement->temps[v].index), keptDType(i, v),
                                            it->second.parts * it->second.sums, reads, writes));
      kernel_.arguments.push_back({-1, it->second.offsets[v]});
    }
  }
}

void NestGenerator::generate(Range range, int depth) {
  for (size_t i = range.first; i < range.second; ++i) {
    if (kept_[i].inMemory && kept_[i].depth == depth && !workspace_.contains(i)) rebase(i);
  }
  for (size_t i = range.first; i < range.second;) {
    size_t end = i + 1;
    while (end < range.second && at(end).share > depth) ++end;
    if (end < range.second && at(end).prefetch) prefetch(end, depth);
    const PlannedStatement& s = at(i);
    const bool innermost = std::all_of(
        plan_.statements.begin() + static_cast<std::ptrdiff_t>(i),
        plan_.statements.begin() + static_cast<std::ptrdiff_t>(end),
        [&](const PlannedStatement& x) { return static_cast<int>(x.order.size()) - x.unrolledTail <= depth; });
    const bool wasAlone = alone_;
    const Binding next = depth < static_cast<int>(s.order.size())
                             ? plan_.binding(s, s.order[static_cast<size_t>(depth)]).kind
                             : Binding::kSerial;
    if (next != Binding::kBlock &&
        (next == Binding::kThread || next == Binding::kVector || !conflictsWithin({i, end}))) {
      touch({i, end});
      alone_ = true;
    }
    if (alone_ && unrollsAsLoop(i, end, depth)) {
      unrolledLoops_ = true;
      open({i, end}, s.order[static_cast<size_t>(depth)], [&] { generate({i, end}, depth + 1); });
      unrolledLoops_ = false;
    } else if (innermost) {
      for (size_t j = i; j < end; ++j) {
        touch({j, j + 1});
        if (at(j).firstReduction >= depth) begin(j, depth);
        emit(j, depth);
        if (at(j).firstReduction >= depth) finish(j, depth);
      }
    } else {
      for (size_t j = i; j < end; ++j) {
        if (at(j).firstReduction == depth) {
          if (isSeenByOthers(j) || readsInitials(j)) touch({j, j + 1});
          begin(j, depth);
        }
        if (at(j).accumulatorLoop == depth) {
          if (isSeenByOthers(j)) touch({j, j + 1});
          fetch(j, depth);
        }
      }
      const int p = s.order[static_cast<size_t>(depth)];
      const LoopBinding binding = plan_.binding(s, p);
      if (end == i + 1 && s.statement->guard.valid()) touch({i, end});
      const bool guarded = end == i + 1 && !binding.tasks() && openGuard(i, depth);
      const bool repeats = !binding.tasks() && !binding.copies() && piece(p).count() > 1;
      auto loop = [&] {
        open({i, end}, p, [&] {
          if (!repeats) return generate({i, end}, depth + 1);
          round(true, binding.kind != Binding::kUnroll, [&] { generate({i, end}, depth + 1); });
        });
      };
      if (s.pipelineLoop == depth)
        openPipelined({i, end}, depth);
      else if (guarded)
        round(false, false, loop), closeGuard(i);
      else
        loop();
      for (size_t j = i; j < end; ++j) {
        if ((at(j).accumulatorLoop == depth || at(j).firstReduction == depth) &&
            (isSeenByOthers(j) || parts_.contains(j)))
          touch({j, j + 1});
        if (at(j).accumulatorLoop == depth) putBack(j, depth);
        if (at(j).firstReduction == depth) finish(j, depth);
      }
    }
    alone_ = wasAlone;
    i = end;
  }
}

bool NestGenerator::readsInitials(size_t i) const {
  const std::vector<ExprId>& initials = at(i).statement->initials;
  return std::any_of(initials.begin(), initials.end(), [&](ExprId e) {
    return !tempsOf(nest_.function, e).empty() || !loadsOf(nest_.function, e).empty();
  });
}

void NestGenerator::prefetch(size_t i, int depth) {
  const PlannedStatement& s = at(i);
  int vector = -1;
  for (int p : s.order) vector = plan_.binding(s, p).kind == Binding::kVector ? p : vector;
  if (vector < 0 || !plan_.spaces[piece(vector).space].axis.valid()) return;
  const LoopVarId lanes = nest_.axis(plan_.spaces[piece(vector).space].axis).var;
  struct Touched {
    LoopBufferId buffer;
    ExprId index;
    bool write = false;
  };
  std::vector<Touched> touched;
  auto add = [&](LoopBufferId id, ExprId index, bool write) {
    const LoopBuffer& buffer = nest_.function.buffers[id];
    if (buffer.elements * dtypeBytes(buffer.dtype) <= kPrefetchFrom) return;
    if (strideOf(nest_.function, index, lanes) != 1 || touched.size() == kMostPrefetched) return;
    for (const Touched& t : touched) {
      if (t.buffer == id && t.index == index) return;
    }
    touched.push_back({id, index, write});
  };
  for (const NestStore& store : s.statement->stores) add(store.buffer, store.index, true);
  for (const NestStore& store : s.statement->stores) {
    for (ExprId load : loadsOf(nest_.function, store.value))
      add(nest_.function.exprs[load].buffer, nest_.function.exprs[load].args[0], false);
  }
  if (touched.empty()) return;
  const LoopPosition saved = position_;
  auto next = [&](auto&& self, size_t d) -> void {
    if (d == s.order.size()) {
      for (const Touched& t : touched) {
        const int64_t line = std::max<int64_t>(1, 64 / dtypeBytes(nest_.function.buffers[t.buffer].dtype));
        const ExprId index = expression(t.index);
        const int64_t count = std::min(piece(vector).count(), plan_.binding(s, vector).number);
        for (int64_t e = 0; e < count; e += line)
          l().prefetch(parameters_.at(t.buffer), l().add(index, l().index(e)), t.write);
      }
      return;
    }
    if (s.order[d] != vector) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
    const auto [from, limit] = block(vector);
    opens(vector);
    enter(vector, from, limit, false);
    self(self, d + 1);
  };
  next(next, static_cast<size_t>(depth));
  position_ = saved;
}

bool NestGenerator::unrollsAsLoop(size_t i, size_t end, int depth) const {
  const PlannedStatement& s = at(i);
  // What is packed is the innermost of its loops.
  const int loops = static_cast<int>(s.order.size()) - (s.packedPiece >= 0 ? 1 : 0);
  if (loops != depth + 1) return false;
  const int p = s.order[static_cast<size_t>(depth)];
  if (plan_.binding(s, p).kind != Binding::kUnroll || piece(p).shifted) return false;
  for (size_t j = i; j < end; ++j) {
    if (!at(j).statement->initials.empty() || at(j).order.size() != s.order.size()) return false;
    for (size_t maker = 0; maker < i; ++maker) {
      if (at(maker).kernel == s.kernel && kept_[maker].unrolled > 1 && !kept_[maker].inMemory &&
          readsTemp(plan_, at(j), *at(maker).statement))
        return false;
    }
    // Nor read by later statements, copy by copy.
    for (size_t k = end; k < plan_.statements.size(); ++k) {
      if (!kept_[j].inMemory && readsTemp(plan_, at(k), *at(j).statement)) return false;
    }
  }
  return true;
}

StatusOr<ScheduledNest> applySchedule(const LoopNest& nest, const Schedule& schedule) {
  ASSIGN_OR_RETURN(LoopPlan plan, planLoops(nest, schedule));
  return NestGenerator(plan).run();
}

StatusOr<int64_t> scheduledWorkspaceBytes(const LoopNest& nest, const Schedule& schedule) {
  ASSIGN_OR_RETURN(LoopPlan plan, planLoops(nest, schedule));
  return NestGenerator(plan).workspaceBytes();
}

}  // namespace partita
