#include "runtime/world.h"

#include <unistd.h>

#include "base/check.h"
#include "base/hash.h"
#include "collectives/mpi/mpi_communicators.h"

namespace partita {

namespace {

constexpr size_t kPiece = size_t{1} << 29;  // bytes of one message

}  // namespace

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
  // The number of pieces, then each.
  const size_t count = (bytes.size() + kPiece - 1) / kPiece;
  ASSIGN_OR_RETURN(const std::string header, mpi_->broadcastBytes(std::to_string(count), 0));
  const size_t pieces = std::strtoull(header.c_str(), nullptr, 10);
  if (pieces == 1 && rank() == 0) return mpi_->broadcastBytes(std::move(bytes), 0);
  std::string out;
  for (size_t i = 0; i < pieces; ++i) {
    ASSIGN_OR_RETURN(const std::string piece,
                     mpi_->broadcastBytes(rank() == 0 ? bytes.substr(i * kPiece, kPiece) : std::string(), 0));
    if (rank() > 0) out += piece;
  }
  return rank() == 0 ? bytes : out;
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

StatusOr<std::string> shareMessage(World& world, std::string_view name,
                                   const std::function<StatusOr<std::string>()>& make) {
  std::string message;
  Status made;
  if (world.rank() == 0) {
    StatusOr<std::string> bytes = make();
    made = bytes.status();
    if (bytes.ok()) message = hashHex(*bytes) + *bytes;
  }
  RETURN_IF_ERROR(world.agree(made));
  ASSIGN_OR_RETURN(message, world.broadcast(std::move(message)));
  constexpr size_t kHashLength = 32;
  const bool whole = message.size() >= kHashLength &&
                     hashHex(std::string_view(message).substr(kHashLength)) == message.substr(0, kHashLength);
  RETURN_IF_ERROR(
      world.agree(whole ? absl::OkStatus() : invalidArgument(name, ": the message is damaged: its hash does not fit")));
  return message.substr(kHashLength);
}

StatusOr<std::vector<std::unique_ptr<Communicator>>> World::communicators(const std::vector<int>& devicesOf,
                                                                          CommunicatorOptions options) {
  CHECK(static_cast<int>(devicesOf.size()) == size());
  options.deadline = deadline_;
  if (size() == 1) return makeInProcessCommunicators(devicesOf[0], options);
  return makeMpiCommunicators(*mpi_, devicesOf[static_cast<size_t>(rank())], options);
}

}  // namespace partita
