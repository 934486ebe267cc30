#include "executor/executor.h"

#include "executor/drivers/drivers.h"
#include "program/program_check.h"

namespace partita {

StatusOr<std::unique_ptr<Executor>> makeExecutor(const Program& program, const KernelTable& kernels, TaskRunner& runner,
                                                 Communicator* communicator, int64_t deviceId,
                                                 const ExecutorOptions& options) {
  RETURN_IF_ERROR(annotate(checkProgram(program), strCat("program '", program.name, "'")));
  switch (options.kind) {
    case DeviceKind::kCpu:
      if (!std::holds_alternative<CpuTarget>(program.target))
        return unimplemented("program '", program.name, "' is for ", targetName(program.target),
                             ", which has no driver yet");
      return makeCpuExecutor(program, kernels, runner, communicator, deviceId, options);
    case DeviceKind::kNull:
      return makeNullExecutor(program, deviceId, options);
  }
  return unimplemented("device kind ", deviceKindName(options.kind), " has no driver");
}

}  // namespace partita
