#include "codegen/loop_rounds.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "base/text.h"

namespace partita {
namespace {

// Estimates of one core, and of what it takes to start a kernel or a copy.
constexpr double kFlopsPerSecond = 20e9, kBytesPerSecond = 20e9, kStartSeconds = 40e-9;
constexpr double kMostSecondsOfAStep = 1e-6;  // beyond that a start is nothing
// A launch ends after about as long, so that a run can be given up; and loops of a few large steps are left alone.
constexpr double kSecondsOfALaunch = 1e-3;
constexpr int64_t kMostSteps = 256;

class Merger {
 public:
  Merger(Program& program, const std::vector<LoopFunction>& functions) : program_(program), functions_(functions) {}

  ProgramKernels run() {
    merge(program_.thunks);
    // Kernels that are still started, functions first.
    std::vector<int32_t> number(program_.kernels.size(), -1);
    const auto started = [&](const auto& visitor) {
      visit(program_.preparation, visitor);
      visit(program_.thunks, visitor);
    };
    started([&](Thunk& thunk) { number[static_cast<size_t>(thunk.kernel)] = 0; });
    std::vector<Kernel> kept;
    ProgramKernels made;
    for (size_t i = 0; i < number.size(); ++i) {
      if (number[i] < 0) continue;
      number[i] = static_cast<int32_t>(kept.size());
      kept.push_back(std::move(program_.kernels[i]));
      if (i < functions_.size() && kept.back().call == nullptr) made.functions.push_back(&functions_[i]);
    }
    started([&](Thunk& thunk) { thunk.kernel = number[static_cast<size_t>(thunk.kernel)]; });
    program_.kernels = std::move(kept);
    made.rounds = std::move(rounds_);
    return made;
  }

 private:
  template <typename Visitor>
  void visit(ThunkSequence& thunks, const Visitor& visitor) {
    for (Thunk& thunk : thunks) {
      if (thunk.kind == ThunkKind::kKernel) visitor(thunk);
      visit(thunk.condition, visitor);
      visit(thunk.body, visitor);
      for (ThunkSequence& branch : thunk.branches) visit(branch, visitor);
    }
  }

  void merge(ThunkSequence& thunks) {
    for (Thunk& thunk : thunks) {
      merge(thunk.body);
      for (ThunkSequence& branch : thunk.branches) merge(branch);
      if (thunk.kind == ThunkKind::kWhile) mergeLoop(thunk);
    }
  }

  const Kernel& kernelOf(const Thunk& thunk) const { return program_.kernels[static_cast<size_t>(thunk.kernel)]; }

  // Of THUNK, if rounds can have it.
  std::optional<double> secondsOf(const Thunk& thunk) const {
    if (thunk.kind == ThunkKind::kCopy) return static_cast<double>(thunk.source.bytes) / kBytesPerSecond;
    if (thunk.kind != ThunkKind::kKernel || static_cast<size_t>(thunk.kernel) >= functions_.size()) return std::nullopt;
    const Kernel& kernel = kernelOf(thunk);
    if (kernel.call != nullptr || kernel.taskRange().tasks != 1) return std::nullopt;
    return std::max(kernel.flops / kFlopsPerSecond, kernel.bytes / kBytesPerSecond);
  }

  void mergeLoop(Thunk& loop) {
    if (loop.body.empty() || loop.condition.empty()) return;
    double seconds = 0;
    for (const ThunkSequence* sequence : {&loop.condition, &loop.body}) {
      for (const Thunk& thunk : *sequence) {
        const std::optional<double> own = secondsOf(thunk);
        if (!own) return;
        seconds += *own;
      }
    }
    const auto steps = static_cast<int64_t>(loop.condition.size() + loop.body.size());
    if (steps > kMostSteps || seconds > kMostSecondsOfAStep * static_cast<double>(steps)) return;

    RoundsKernel kernel;
    Thunk body;
    body.kind = ThunkKind::kKernel;
    body.name = loop.name + " rounds";
    Kernel launched;
    int64_t scratch = 0;
    absl::flat_hash_map<int32_t, int32_t> number;  // of program kernels in the rounds
    auto parameterOf = [&](const Slice& slice) {
      const auto found = std::find(body.arguments.begin(), body.arguments.end(), slice);
      if (found == body.arguments.end()) body.arguments.push_back(slice);
      return static_cast<int32_t>(std::find(body.arguments.begin(), body.arguments.end(), slice) -
                                  body.arguments.begin());
    };
    std::vector<Slice> written;  // in this round
    auto add = [&](const ThunkSequence& thunks, std::vector<RoundsKernel::Step>& out) {
      for (const Thunk& thunk : thunks) {
        RoundsKernel::Step& step = out.emplace_back();
        if (thunk.kind == ThunkKind::kCopy) {
          step.parameters = {parameterOf(thunk.destination), parameterOf(thunk.source)};
          step.bytes = thunk.source.bytes;
        } else {
          const auto [known, isNew] = number.try_emplace(thunk.kernel, static_cast<int32_t>(kernel.functions.size()));
          if (isNew) kernel.functions.push_back(&functions_[static_cast<size_t>(thunk.kernel)]);
          step.function = known->second;
          for (const Slice& argument : thunk.arguments) step.parameters.push_back(parameterOf(argument));
          launched.flops += kernelOf(thunk).flops;
          launched.bytes += kernelOf(thunk).bytes;
          scratch = std::max(scratch, kernelOf(thunk).taskRange().scratchBytes);
        }
        // What an earlier step of every round writes is not read from outside.
        for (const BufferUse& use : thunk.uses) {
          const bool isInner = !use.write && std::any_of(written.begin(), written.end(), [&](const Slice& whole) {
            return whole.buffer == use.slice.buffer && whole.offset <= use.slice.offset &&
                   whole.offset + whole.bytes >= use.slice.offset + use.slice.bytes;
          });
          const bool isKnown = std::any_of(body.uses.begin(), body.uses.end(), [&](const BufferUse& known) {
            return known.slice == use.slice && known.write == use.write;
          });
          if (!isInner && !isKnown) body.uses.push_back(use);
        }
        for (const BufferUse& use : thunk.uses) {
          if (use.write) written.push_back(use.slice);
        }
      }
    };
    add(loop.body, kernel.body);
    add(loop.condition, kernel.condition);
    kernel.predicate = parameterOf(loop.predicate);
    kernel.parameters = static_cast<int32_t>(body.arguments.size());
    kernel.rounds = std::max<int64_t>(
        1, static_cast<int64_t>(kSecondsOfALaunch / (seconds + kStartSeconds * static_cast<double>(steps))));
    launched.symbol = kernelSymbol(kernel);
    launched.launch = TaskRange{1, scratch};
    const auto same =
        std::find_if(program_.kernels.begin() + static_cast<std::ptrdiff_t>(functions_.size()), program_.kernels.end(),
                     [&](const Kernel& k) { return k.symbol == launched.symbol; });
    body.kernel = static_cast<int32_t>(same - program_.kernels.begin());
    if (same == program_.kernels.end()) {
      program_.kernels.push_back(std::move(launched));
      rounds_.push_back(std::move(kernel));
    }
    loop.body.clear();
    loop.body.push_back(std::move(body));
  }

  Program& program_;
  const std::vector<LoopFunction>& functions_;
  std::vector<RoundsKernel> rounds_;
};

}  // namespace

ProgramKernels mergeRounds(Program& program, const std::vector<LoopFunction>& functions) {
  return Merger(program, functions).run();
}

}  // namespace partita
