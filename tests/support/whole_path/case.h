#pragma once
// One case of the whole path: a program with shardings, what its arguments hold, and how it is compiled and run.
#include <optional>
#include <string>
#include <vector>

#include "partitioner/partition.h"
#include "tests/support/whole_path/op_forms.h"

namespace partita {

struct RunSettings {
  int threads = 1;              // of each device
  std::string target = "host";  // namedTarget()
  bool smallTasks = false;      // kernels are cut into tasks whatever their size
  bool fuse = true;             // false: every node has a kernel of its own
  bool sequential = false;      // thunks one after the other
  int runs = 1;                 // in flight at the same time, each on arguments of its own
  bool twoPrograms = false;     // the program is loaded twice, and the runs of both alternate
  bool wire = false;            // the local programs travel as messages, as between ranks
  bool cached = false;          // the kernels come out of the cache on disk
  bool naive = false;           // kernels have schedules without steps
  std::string toString() const;
};

struct WholePathCase {
  uint64_t seed = 0;
  const OpForm* form = nullptr;  // null: a program of many ops
  DType dtype{};                 // of the form
  Graph graph;
  std::vector<Tensor> arguments;
  Tolerance tolerance;
  PartitionOptions partition;  // rules and axes of the job; mostly the program's own mesh
  RunSettings settings;
};

struct CaseOptions {
  int64_t maxSize = 4000;  // of a dimension; with a smaller bound the case has the same form
  int64_t devices = 0;     // of the mesh; 0: any number
};

// The same SEED and OPTIONS give the same case.
WholePathCase makeCase(uint64_t seed, const CaseOptions& options = {});

// FORM with DTYPE on MESH, every argument and constraint without a sharding of its own: what has the op run at all?
WholePathCase makeCaseOf(const OpForm& form, DType dtype, const Mesh& mesh);

}  // namespace partita
