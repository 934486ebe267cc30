#include "executor/drivers/drivers.h"
#include "program/program_check.h"

namespace partita {
namespace {

class NullExecutor final : public Executor {
 public:
  explicit NullExecutor(const Program& program) : program_(program) {}

  Status execute(absl::Span<void* const> arguments, absl::Span<void* const> results) override {
    if (arguments.size() != program_.arguments.size() || results.size() != program_.results.size()) {
      return invalidArgument("program '", program_.name, "' has ", program_.arguments.size(), " arguments and ",
                             program_.results.size(), " results; ", arguments.size(), " and ", results.size(),
                             " were given");
    }
    // Who runs a program on no hardware made it here: that it reads what nobody wrote is a bug of ours.
    const Status status = checkInitialised(program_);
    return status.ok() ? status : internalError(toView(status.message()));
  }
  RunStats lastRun() const override { return {}; }
  std::vector<ThunkProfile> profile() const override { return {}; }
  int64_t arenaBytes() const override { return program_.arenaBytes; }

 private:
  const Program& program_;
};

}  // namespace

StatusOr<std::unique_ptr<Executor>> makeNullExecutor(const Program& program, int64_t, const ExecutorOptions&) {
  return std::unique_ptr<Executor>(std::make_unique<NullExecutor>(program));
}

}  // namespace partita
