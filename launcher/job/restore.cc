#include "launcher/job/restore.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/log.h"
#include "checkpoint/checkpoint_folder.h"
#include "launcher/plan_text.h"

namespace partita {
namespace {

constexpr const char* kNewest = "newest";

std::string readText(const WeightsReader& reader) {
  return strCat("read ", bytesText(static_cast<double>(reader.bytesRead())), " of ",
                bytesText(static_cast<double>(reader.fileBytes())));
}

// All of READER that the devices of this process need.
Status load(WeightsReader& reader, Trainer& trainer) {
  RETURN_IF_ERROR(trainer.load(reader));
  logDebug(reader.name(), ": read ", reader.bytesRead(), " of ", reader.fileBytes(), " bytes in ", reader.chunksRead(),
           " chunks");
  return absl::OkStatus();
}

// What of STATE is not among HELD: how many and the first names.
std::string missingText(const std::vector<StateTensor>& state, const std::vector<size_t>& held) {
  constexpr size_t kMost = 5;
  std::string names;
  size_t count = 0;
  for (size_t i = 0; i < state.size(); ++i) {
    if (std::binary_search(held.begin(), held.end(), i) || ++count > kMost) continue;
    strAppend(&names, count == 1 ? "" : ", ", state[i].path);
  }
  return count == 0 ? ""
                    : strCat("weights      missing, so from init: ", count, " of ", state.size(), ": ", names,
                             count > kMost ? ", …" : "", "\n");
}

// One warning of all that is not as it was for the checkpoint.
void warnOfChanges(const Manifest& manifest, const std::map<std::string, std::string>& hashes) {
  std::string changed;
  for (const auto& [name, what] : {std::pair("step", "the step program"), std::pair("data", "the data ([data])"),
                                   std::pair("seed", "[job] seed")}) {
    const auto mine = hashes.find(name), its = manifest.hashes.find(name);
    if (mine != hashes.end() && its != manifest.hashes.end() && mine->second != its->second)
      strAppend(&changed, changed.empty() ? "" : ", ", what);
  }
  if (!changed.empty())
    logWarning("changed since the checkpoint of step ", manifest.step, ": ", changed,
               "; the run goes on, but not as the one that was interrupted");
}

// What decides the batches, but for the seed: size and beginning stand for a file, which may have been moved.
std::string dataText(const DataConfig& data) {
  constexpr size_t kBeginning = 64 << 10;
  std::string out = strCat(static_cast<int>(data.kind), " ", data.shuffle ? "shuffled" : "in order");
  for (const std::string& name : data.names) strAppend(&out, "\n", name);
  for (const Generator& one : data.inputs)
    strAppend(&out, "\n", static_cast<int>(one.kind), " ", one.low, " ", one.high, " ", one.value);
  for (const std::string& file : data.files) {
    std::ifstream in(file, std::ios::binary);
    std::string text(kBeginning, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<size_t>(in.gcount()));
    std::error_code error;
    strAppend(&out, "\n", std::filesystem::file_size(file, error), " ", hashHex(text));
  }
  return out;
}

// What becomes of checkpoints in DIR of steps behind STEP, from which the run goes on; "" where there are none.
std::string laterText(const std::string& dir, int64_t step) {
  const StatusOr<std::vector<int64_t>> steps = listCheckpoints(dir);
  std::string later;
  for (size_t i = 0; steps.ok() && i < steps->size(); ++i) {
    if ((*steps)[i] > step) strAppend(&later, later.empty() ? "" : ", ", checkpointPath(dir, (*steps)[i]));
  }
  return later.empty() ? ""
                       : strCat("resume       of later steps, removed when a new checkpoint is whole: ", later, "\n");
}

// From the checkpoint of STEP. FOREIGN: it is whole but not of this job.
Status resumeFrom(const JobConfig& job, int64_t step, const std::map<std::string, std::string>& hashes,
                  Trainer& trainer, World& world, std::string* text, bool* foreign) {
  const std::string path = checkpointPath(job.checkpoint.dir, step);
  const StatusOr<Manifest> manifest = readCheckpointManifest(path);
  RETURN_IF_ERROR(world.agree(manifest.status()));
  const std::unique_ptr<WeightsReader> reader = readerOf(path, *manifest);
  const Status holds = world.agree(checkHolds(*reader, trainer.state()));
  *foreign = !holds.ok();
  RETURN_IF_ERROR(holds);
  RETURN_IF_ERROR(world.agree(load(*reader, trainer)));
  if (world.rank() == 0) warnOfChanges(*manifest, hashes);
  *text = strCat("resume       ", path, ": ", readText(*reader), "\n");
  return absl::OkStatus();
}

}  // namespace

std::map<std::string, std::string> programHashes(const JobConfig& job) {
  std::map<std::string, std::string> out = {{"config", hashHex(strCat(job.resolved, job.resolvedCluster))},
                                            {"seed", hashHex(strCat(job.seed))},
                                            {"data", hashHex(dataText(job.data))}};
  for (const auto& [name, path] : {std::pair("init", &job.init), std::pair("step", &job.step)}) {
    if (const StatusOr<std::string> text = readFile(*path, "program"); text.ok()) out[name] = hashHex(*text);
  }
  return out;
}

Status checkResume(const JobConfig& job, const std::string& resume) {
  int64_t step = 0;
  if (!resume.empty() && job.checkpoint.dir.empty())
    return invalidArgument(job.file, ": --resume needs a section [checkpoint] with the dir to go on from");
  if (!resume.empty() && resume != kNewest && (!absl::SimpleAtoi(resume, &step) || step < 0))
    return invalidArgument("--resume=", resume, ": expected the number of a step, or --resume alone for the newest");
  if (job.checkpoint.dir.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<int64_t> steps, listCheckpoints(job.checkpoint.dir));
  if (resume.empty() && !steps.empty())
    return invalidArgument(job.checkpoint.dir, ": holds checkpoints already, the newest of step ", steps.back(),
                           ": go on from it with --resume, give another [checkpoint] dir, or remove them");
  return absl::OkStatus();
}

StatusOr<Restored> restore(const JobConfig& job, const std::string& resume,
                           const std::map<std::string, std::string>& hashes, Trainer& trainer, World& world) {
  Restored out;
  if (!resume.empty()) {
    // Rank 0's list, newest first: "300 200 100".
    ASSIGN_OR_RETURN(const std::string list, shareMessage(world, "list of checkpoints", [&]() -> StatusOr<std::string> {
                       ASSIGN_OR_RETURN(const std::vector<int64_t> steps, listCheckpoints(job.checkpoint.dir));
                       std::string text;
                       for (size_t i = steps.size(); i-- > 0;) strAppend(&text, steps[i], " ");
                       return resume == kNewest ? text : strCat(resume, " ");
                     }));
    std::istringstream in(list);
    Status newest;  // what is wrong with it
    for (int64_t step; in >> step;) {
      bool foreign = false;
      out.step = step;
      const Status status = resumeFrom(job, step, hashes, trainer, world, &out.text, &foreign);
      if (status.ok()) {
        if (world.rank() == 0) strAppend(&out.text, laterText(job.checkpoint.dir, step));
        return out;
      }
      const bool damaged = absl::IsInvalidArgument(status) || absl::IsNotFound(status);
      if (resume != kNewest || foreign || !damaged) return status;
      if (world.rank() == 0) logWarning(toView(status.message()), "; the checkpoint of step ", step, " is passed over");
      if (newest.ok()) newest = status;
    }
    if (!newest.ok())
      return world.agree(invalidArgument(job.checkpoint.dir,
                                         ": none of its checkpoints is whole: ", toView(newest.message()),
                                         "; remove them or give another [checkpoint] dir to begin anew"));
    out.step = 0;
    out.text = strCat("resume       ", job.checkpoint.dir, " holds no checkpoint: the job starts at step 0\n");
  }
  if (job.weights.empty()) {
    RETURN_IF_ERROR(world.agree(trainer.initialise()));
    return out;
  }
  StatusOr<std::unique_ptr<WeightsReader>> reader = openWeights(job.weights);
  RETURN_IF_ERROR(world.agree(annotate(reader.status(), "[job] weights")));
  std::string missing;
  if (job.initMissing) {
    const StatusOr<std::vector<size_t>> held = heldOf(**reader, trainer.state());
    RETURN_IF_ERROR(world.agree(annotate(held.status(), "[job] weights")));
    RETURN_IF_ERROR(world.agree(trainer.initialise()));
    RETURN_IF_ERROR(world.agree(annotate(trainer.load(**reader, *held), "[job] weights")));
    missing = missingText(trainer.state(), *held);
  } else {
    RETURN_IF_ERROR(world.agree(annotate(checkHolds(**reader, trainer.state()), "[job] weights")));
    RETURN_IF_ERROR(world.agree(annotate(load(**reader, trainer), "[job] weights")));
  }
  strAppend(&out.text, "weights      ", (*reader)->name(), ": ", readText(**reader), "\n", missing);
  return out;
}

}  // namespace partita
