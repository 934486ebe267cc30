#include "runtime/host_checks.h"

#include <cstring>

#include "graph/expectation.h"
#include "graph/op.h"

namespace partita {
namespace {

Tensor tensorOf(const HostArray& array) {
  Tensor out(array.type);
  if (out.bytes() > 0) std::memcpy(out.mutableData(), array.data, out.bytes());
  return out;
}

}  // namespace

void addChecks(HostCalls& calls) {
  for (const OpKind kind : {OpKind::kExpectEq, OpKind::kExpectAlmostEq, OpKind::kExpectClose})
    calls.add(std::string(opName(kind)),
              [](absl::Span<const HostArray> operands, absl::Span<const HostArray>, std::string_view bytes) -> Status {
                ASSIGN_OR_RETURN(const Expectation expectation, Expectation::fromBytes(bytes));
                if (operands.size() != 2)
                  return invalidArgument("expected 2 operands of a check, found ", operands.size());
                return checkExpectation(expectation, tensorOf(operands[0]), tensorOf(operands[1]));
              });
}

}  // namespace partita
