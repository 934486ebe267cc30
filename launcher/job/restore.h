#pragma once
// Where the state of a job comes from: its init program, weights, or a checkpoint that it goes on from.
#include <map>
#include <string>

#include "launcher/job/config.h"
#include "launcher/job/trainer.h"
#include "runtime/world.h"

namespace partita {

// RESUME is that of `partita train`: "newest", a step, or "" to begin anew. InvalidArgument when the job has no
// [checkpoint] to go on from, and when it begins anew in a folder that holds checkpoints. At rank 0, before the work.
Status checkResume(const JobConfig& job, const std::string& resume);

struct Restored {
  int64_t step = 0;  // the first to be done
  std::string text;  // for the header: lines that end; "" when the init program made the state
};
// Gives TRAINER its state. Collective. With "newest" a checkpoint that is damaged is passed over, which is said on
// stderr. HASHES: as programHashes().
StatusOr<Restored> restore(const JobConfig& job, const std::string& resume,
                           const std::map<std::string, std::string>& hashes, Trainer& trainer, World& world);

// Of the job ("config") and its programs ("init", "step").
std::map<std::string, std::string> programHashes(const JobConfig& job);

}  // namespace partita
