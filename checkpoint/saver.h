#pragma once
// Writes checkpoints of a running job. All ranks call the same functions at the same steps, from the thread that
// trains: they are collective. What goes wrong with files is a warning, and training goes on; a Status that is not OK
// means that the ranks have lost each other.
//
// A checkpoint begins with a copy of the state in host memory (at a step's end, so it costs the time of that copy); the
// copy is kept, so that devices need no memory for it and donation goes on as ever. Each rank's own thread then writes
// it to the rank's shard. When all are done, rank 0's thread writes the manifest, gives the folder its name and removes
// checkpoints that are too old. One is in flight at a time.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "checkpoint/checkpoint_folder.h"
#include "checkpoint/state.h"
#include "runtime/world.h"

namespace partita {

struct SaverOptions {
  std::string dir;
  int64_t every = 0;     // steps
  int64_t keep = 3;      // newest ones
  int64_t lastStep = 0;  // has one in any case
  bool async = true;     // false: training waits for each
  std::string job, mesh;
  std::map<std::string, std::string> hashes;
  FileOps* files = &FileOps::system();
};

class CheckpointSaver {
 public:
  // Makes the folder and removes what runs that were killed have left in it. The folder must be the same for all ranks.
  static StatusOr<std::unique_ptr<CheckpointSaver>> make(SaverOptions options, std::shared_ptr<Client> client,
                                                         std::shared_ptr<World> world,
                                                         const std::vector<StateTensor>& state);
  ~CheckpointSaver();  // waits for this rank's threads; what is not whole then stays as a temporary folder

  // After STEPS_DONE steps with the state in BUFFERS (in the order of make()'s): begins a checkpoint if it is time for
  // one, and goes on with the one in flight.
  Status atStep(int64_t stepsDone, absl::Span<const Buffer> buffers);
  // Waits until the one in flight is whole, at all ranks.
  Status finish();

  int64_t saved() const { return saved_; }  // at rank 0: whole ones so far
  // After finish(), at rank 0: why the last that could not be written was not.
  const Status& failure() const { return failure_; }

 private:
  CheckpointSaver() = default;
  bool isRoot() const { return world_->rank() == 0; }
  Status begin(int64_t step, absl::Span<const Buffer> buffers);
  Status stage(absl::Span<const Buffer> buffers);
  void writeShard();
  // Asks all ranks whether their shards are written; if so, hands over to the commit.
  Status poll();
  Status collect();
  void commit(Manifest manifest);
  void retire(int64_t newest);
  // Waits for the one in flight.
  Status settle();
  void abandon(const Status& why);

  SaverOptions options_;
  std::shared_ptr<Client> client_;
  std::shared_ptr<World> world_;
  ShardLayout layout_;
  std::string temporary_;  // of the one in flight
  int64_t step_ = -1;      // of the last that was begun
  bool writing_ = false;   // shards are: the same at all ranks
  std::string image_;      // this rank's shard
  std::thread writer_, committer_;
  std::atomic<bool> written_{false};
  Status status_;                 // of the writer, once it is joined
  std::vector<uint64_t> hashes_;  // of the shard's chunks
  std::atomic<int64_t> saved_{0};
  Status failure_;
};

}  // namespace partita
