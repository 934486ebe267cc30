#pragma once
// Errors that a user, a file, the network or a device can cause travel as Status / StatusOr. The code says what the
// caller can do:
//   InvalidArgument     the input is wrong: mend it          NotFound            a file or name does not exist
//   Unimplemented       valid, but not built yet             FailedPrecondition  fix the state first (wrong order,
//   wrong plan) ResourceExhausted   needs more memory than there is      Unavailable         a library or peer is
//   absent: retry or install Aborted             a peer failed: restart the job       DeadlineExceeded    a peer is
//   stuck Internal            a bug of ours that can be reported without dying
// A bug that makes going on unsafe is a CHECK (base/check.h).
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/text.h"

namespace partita {

using absl::Status;
using absl::StatusOr;

template <typename... Parts>
Status invalidArgument(const Parts&... parts) {
  return absl::InvalidArgumentError(strCat(parts...));
}
template <typename... Parts>
Status notFound(const Parts&... parts) {
  return absl::NotFoundError(strCat(parts...));
}
template <typename... Parts>
Status unimplemented(const Parts&... parts) {
  return absl::UnimplementedError(strCat(parts...));
}
template <typename... Parts>
Status failedPrecondition(const Parts&... parts) {
  return absl::FailedPreconditionError(strCat(parts...));
}
template <typename... Parts>
Status resourceExhausted(const Parts&... parts) {
  return absl::ResourceExhaustedError(strCat(parts...));
}
template <typename... Parts>
Status unavailable(const Parts&... parts) {
  return absl::UnavailableError(strCat(parts...));
}
template <typename... Parts>
Status aborted(const Parts&... parts) {
  return absl::AbortedError(strCat(parts...));
}
template <typename... Parts>
Status deadlineExceeded(const Parts&... parts) {
  return absl::DeadlineExceededError(strCat(parts...));
}
template <typename... Parts>
Status internalError(const Parts&... parts) {
  return absl::InternalError(strCat(parts...));
}

// The same status with "CONTEXT: " before its message; OK stays OK.
inline Status annotate(const Status& status, std::string_view context) {
  if (status.ok()) return status;
  return Status(status.code(), strCat(context, ": ", status.message()));
}

}  // namespace partita

#define PARTITA_CONCAT_INNER(a, b) a##b
#define PARTITA_CONCAT(a, b) PARTITA_CONCAT_INNER(a, b)

// Returns from the enclosing function when EXPRESSION (a Status) is not OK.
#define RETURN_IF_ERROR(expression)                                           \
  do {                                                                        \
    if (::absl::Status status_ = (expression); !status_.ok()) return status_; \
  } while (false)

// ASSIGN_OR_RETURN(auto x, f()): x = *f(), or returns the error.
#define ASSIGN_OR_RETURN(target, expression) \
  ASSIGN_OR_RETURN_INNER(PARTITA_CONCAT(statusOr_, __LINE__), target, expression)
#define ASSIGN_OR_RETURN_INNER(holder, target, expression) \
  auto holder = (expression);                              \
  if (!holder.ok()) return holder.status();                \
  target = *std::move(holder)
