#include "launcher/world.h"

#include <unistd.h>

#include "base/check.h"
#include "collectives/mpi/mpi_communicators.h"

namespace partita {

std::string hostName() {
  char name[256] = {};
  return gethostname(name, sizeof(name) - 1) == 0 ? name : "unknown";
}

StatusOr<std::unique_ptr<World>> World::create(std::chrono::milliseconds deadline) {
  std::unique_ptr<World> world(new World(deadline));
  if (MpiWorld::launchedByMpirun()) {
    MpiWorld::Options options;
    options.deadline = deadline;
    ASSIGN_OR_RETURN(world->mpi_, MpiWorld::create(options));
  }
  return world;
}

StatusOr<std::string> World::broadcast(std::string bytes) {
  if (mpi_ == nullptr) return bytes;
  return mpi_->broadcastBytes(std::move(bytes), 0);
}

StatusOr<std::vector<std::string>> World::gather(std::string bytes) {
  if (mpi_ == nullptr) return std::vector<std::string>{std::move(bytes)};
  return mpi_->gatherBytes(std::move(bytes), 0);
}

Status World::agree(const Status& mine) {
  if (mpi_ == nullptr) {
    agreed_ = !mine.ok();
    return mine;
  }
  // One byte for the code, then the message.
  const std::string where = strCat("rank ", rank(), " on ", hostName(), ": ");
  ASSIGN_OR_RETURN(const std::vector<std::string> all,
                   gather(static_cast<char>(mine.code()) +
                          (mine.ok() ? "" : (size() > 1 && rank() > 0 ? where : "") + std::string(mine.message()))));
  std::string first(1, static_cast<char>(absl::StatusCode::kOk));
  for (const std::string& one : all) {
    if (first[0] == static_cast<char>(absl::StatusCode::kOk) && !one.empty()) first = one;
  }
  ASSIGN_OR_RETURN(first, broadcast(std::move(first)));
  if (first.empty()) return internalError("the ranks could not agree: an empty message");
  const auto code = static_cast<absl::StatusCode>(first[0]);
  agreed_ = code != absl::StatusCode::kOk;
  return agreed_ ? Status(code, first.substr(1)) : absl::OkStatus();
}

StatusOr<std::vector<std::unique_ptr<Communicator>>> World::communicators(const std::vector<int>& devicesOf) {
  CHECK(static_cast<int>(devicesOf.size()) == size());
  CommunicatorOptions options;
  options.deadline = deadline_;
  if (size() == 1) return makeInProcessCommunicators(devicesOf[0], options);
  return makeMpiCommunicators(*mpi_, devicesOf[static_cast<size_t>(rank())], options);
}

}  // namespace partita
