#include "executor/task_runners.h"

namespace partita {
namespace {

class InlineTaskRunner final : public TaskRunner {
 public:
  int workers() const override { return 1; }
  void parallelFor(int64_t count, int64_t, const std::function<void(int64_t, int64_t, int)>& body) override {
    if (count > 0) body(0, count, 0);
  }
};

}  // namespace

std::unique_ptr<TaskRunner> makeInlineTaskRunner() { return std::make_unique<InlineTaskRunner>(); }

}  // namespace partita
