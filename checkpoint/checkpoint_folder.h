#pragma once
// A folder of checkpoints: DIR/step-00000100/ and so on, each whole. What is being written is DIR/step-00000100.tmp-…,
// and gets its name when all of it is on the disk.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "checkpoint/file_ops.h"
#include "checkpoint/manifest.h"
#include "checkpoint/weights.h"

namespace partita {

std::string checkpointPath(const std::string& dir, int64_t step);
// "DIR/step-00000100.tmp-PID".
std::string temporaryPath(const std::string& dir, int64_t step);
// "shard-0001-of-0002.safetensors".
std::string shardName(int rank, int ranks);

// Steps of the folders in DIR that are named as checkpoints, ascending, whole or not; none where DIR is absent.
StatusOr<std::vector<int64_t>> listCheckpoints(const std::string& dir);

// Reads the manifest of the checkpoint PATH, and checks that its files are there and as long as they should be.
StatusOr<Manifest> readCheckpointManifest(const std::string& path);
std::unique_ptr<WeightsReader> readerOf(const std::string& path, const Manifest& manifest);
// Checks every byte, and that each shard's own header says what the manifest says.
Status verifyCheckpoint(const std::string& path);

// Writes the manifest into TEMPORARY, in which the shards are, brings it to the disk and gives it its name; a
// checkpoint of the same step is replaced.
Status publishCheckpoint(FileOps& files, const std::string& temporary, const std::string& dir,
                         const Manifest& manifest);
// Removes what an unfinished checkpoint, or the removal of one, can have left in PATH, and PATH when nothing else is in
// it.
Status removeTemporary(FileOps& files, const std::string& path);
// Removes the checkpoint of STEP: the files that its manifest names. Others stay, in a folder named as a temporary one.
Status removeCheckpoint(FileOps& files, const std::string& dir, int64_t step);
// Temporary folders of runs that ended.
Status removeLeftovers(FileOps& files, const std::string& dir);

}  // namespace partita
