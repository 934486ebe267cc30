#pragma once
// What the files of the import pass share: the program and the job say where shardings are wanted, noun by noun.
#include <set>
#include <string>
#include <vector>

#include "partitioner/state.h"

namespace partita {

struct Import {
  explicit Import(PartitionState& partitionState) : state(partitionState), graph(partitionState.graph) {}

  PartitionState& state;
  Graph& graph;                          // the state's
  std::vector<std::vector<int>> axisOf;  // axis of a program mesh -> axis of the given mesh; -1: it has none
  std::vector<NodeId> resultHolds;       // the constraints in front of the results
  std::set<ValueId> annotated;           // arguments and results that program or job says something of

  // An axis of a sharding in the program -> the same in the given mesh.
  StatusOr<AxisRef> given(MeshId mesh, AxisRef ref, const std::string& where) const;
  // Appends the refined axes of REF to OUT; axes of size 1 cut nothing and are left out.
  void appendRefined(const AxisRef& ref, Axes& out) const;
  // SHARDING of the program as a target for a value of TYPE. WHERE it was written, for messages.
  StatusOr<Target> target(const Sharding& sharding, const TensorType& type, const std::string& where) const;
  Status checkAxesOnce(const Target& target, const TensorType& type, const std::string& where) const;
  static Target openTarget(const TensorType& type);
  void set(ValueId v, Target target, std::string why);
  // "argument 3 (params.wq, tensor<4x4xf32>)"
  std::string argumentPlace(size_t i) const;
  std::string resultPlace(size_t i) const;
};

// --- in the order in which they are called; errors as importProgram says ---

// The mesh to use, its sub-axes as axes of their own, weights and units (import_mesh.cc).
Status importMesh(Import& in);
// Which arguments share memory with which results (import_donations.cc).
void pairDonations(Import& in);
// Constraints, annotations and manual computations of the program, shardings of its arguments and results
// (import_annotations.cc).
Status importAnnotations(Import& in);
// The job's rules, its FSDP axis, its batch axis (import_job.cc).
Status importJob(Import& in);
// What is said of one of a donated pair holds for the other (import_donations.cc).
void tieDonations(Import& in);

}  // namespace partita
