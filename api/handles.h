#pragma once
// What stands behind the handles of partita.h, and what every function of it does: keep exceptions in, take structs of
// other versions.
#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "base/event.h"
#include "checkpoint/weights.h"
#include "partita/partita.h"
#include "partitioner/partition.h"
#include "runtime/buffer.h"
#include "runtime/client.h"
#include "runtime/executable.h"
#include "runtime/plan_summary.h"

struct partita_status {
  int32_t code = PARTITA_INTERNAL;
  std::string message;
};

struct partita_bytes {
  std::string contents;
};

struct partita_client {
  std::shared_ptr<partita::Client> client;      // null: it only plans, for `cluster`
  std::optional<partita::Cluster> cluster;      // what a file or text said
  std::vector<partita::Cluster::Place> places;  // of its devices
};

// Immutable, so that plans share it.
struct partita_program {
  std::shared_ptr<const partita::Graph> graph;
};

struct partita_plan {
  std::shared_ptr<const partita::Graph> graph;
  partita::PartitionResult result;
  std::optional<partita::Cluster> cluster;  // the devices of the plan, where a client was given
  bool described = false;                   // `cluster` is of a file
  partita::PartitionOptions options;        // by which it was made; they point to `cluster`
  // Priced when it is first asked for.
  struct Priced {
    partita::PlanSummary summary;
    std::vector<std::string> axes;  // of each collective, joined
  };
  mutable std::mutex mutex;
  mutable std::optional<Priced> priced;
};

struct partita_buffer {
  partita::Buffer buffer;
  // Of piece INDEX: where its box begins in each dimension, then where it ends.
  const std::vector<int64_t>& bounds(size_t index) const;

  mutable std::once_flag placed = {};
  mutable std::vector<std::vector<int64_t>> pieceBounds = {};
};

struct partita_weights {
  std::unique_ptr<partita::WeightsReader> reader;
  std::mutex mutex = {};  // of its reads
};

struct partita_executable {
  std::shared_ptr<partita::Executable> executable;
};

// Ends when all of EVENTS have.
struct partita_event {
  std::shared_ptr<partita::Client> client;  // its devices end them
  std::vector<partita::EventPtr> events;
};

namespace partita {

// Null for OK. Gives what cannot be destroyed when there is no memory for it.
partita_status* statusToC(const Status& status) noexcept;
partita_status* outOfMemoryStatus() noexcept;

// Every function that gives a status is BODY, a function that gives a Status, in this.
template <typename Body>
partita_status* guarded(const Body& body) noexcept {
  try {
    return statusToC(body());
  } catch (const std::bad_alloc&) {
    return outOfMemoryStatus();
  } catch (const std::exception& error) {
    return statusToC(absl::InternalError(error.what()));
  } catch (...) {
    return statusToC(absl::InternalError("an exception of unknown type"));
  }
}

// Functions without a status, which then give OTHERWISE.
template <typename Result, typename Body>
Result guardedOr(Result otherwise, const Body& body) noexcept {
  try {
    return body();
  } catch (...) {
    return otherwise;
  }
}

// InvalidArgument when POINTER, which messages call NAME, is null.
inline Status checkGiven(const void* pointer, std::string_view name) {
  return pointer != nullptr ? absl::OkStatus() : invalidArgument(name, " is NULL");
}

// GIVEN as this version knows the struct: what an older caller leaves out is zero.
template <typename Args>
StatusOr<Args> takeArgs(const Args* given, std::string_view name) {
  RETURN_IF_ERROR(checkGiven(given, name));
  if (given->size < sizeof(uint64_t))
    return invalidArgument(name, "->size is ", given->size, ": set it to the size of the struct");
  Args out;
  std::memset(&out, 0, sizeof(out));
  std::memcpy(&out, given, std::min<size_t>(given->size, sizeof(Args)));
  return out;
}

// The same the other way round: VALUE into what the caller has room for.
template <typename Out>
Status giveOut(Out value, Out* to, std::string_view name) {
  RETURN_IF_ERROR(checkGiven(to, name));
  if (to->size < sizeof(uint64_t))
    return invalidArgument(name, "->size is ", to->size, ": set it to the size of the struct");
  value.size = to->size;
  std::memcpy(to, &value, std::min<size_t>(value.size, sizeof(Out)));
  return absl::OkStatus();
}

// The runtime's client of CLIENT. FailedPrecondition for one that only plans.
inline StatusOr<std::shared_ptr<Client>> openedClient(const partita_client* client) {
  RETURN_IF_ERROR(checkGiven(client, "client"));
  if (client->client == nullptr)
    return failedPrecondition("the client only plans, for the cluster \"", client->cluster->name,
                              "\": make one without plan_only to use its devices");
  return client->client;
}

template <typename Handle, typename... Parts>
Status giveHandle(Handle** out, Parts&&... parts) {
  *out = new Handle{std::forward<Parts>(parts)...};
  return absl::OkStatus();
}

inline std::string_view textOr(const char* text, std::string_view otherwise) {
  return text == nullptr ? otherwise : std::string_view(text);
}

// OPTIONS, which may be null, for this machine.
StatusOr<CompileOptions> compileOptionsFromC(const partita_compile_options* options);

// partita_type and back. The dims of what is given live as long as TYPE.
StatusOr<TensorType> typeFromC(const partita_type& type);
partita_type typeToC(const TensorType& type);

// The first error that is no echo of another.
Status awaitAll(absl::Span<const EventPtr> events);

}  // namespace partita
