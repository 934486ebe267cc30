#pragma once
// What makes one node well formed, apart from where it stands: checked when a program is read (text, wire) and by the
// verifier.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace partita {

// Numbers of operands and regions as the op table says, required attributes present, every attribute of the table with
// its kind, shardings of the node's attributes over meshes and axes that exist. After this the op's shape rule may be
// asked.
Status checkNodeForm(const Graph& graph, const Node& node);

// The form, then the shape rule: InvalidArgument with the constraint's label, or where the results have other types
// than it gives.
Status checkNode(const Graph& graph, const Node& node);

// The results of NODE have the types INFERRED, which its shape rule gives.
Status checkResults(const Graph& graph, const Node& node, absl::Span<const TensorType> inferred);

// The mesh is one device or more, at most 2^20, axes have different names, device ids are a permutation.
Status checkMesh(const Mesh& mesh);
// The mesh exists, so do the axes, sub-axes divide their axis, and no part of an axis occurs twice.
Status checkSharding(const Graph& graph, const Sharding& sharding);
// The names in {"a", "b"}, the text of an sdy.manual_computation's manual_axes; nothing where it is written otherwise.
std::optional<std::vector<std::string>> manualAxisNames(std::string_view text);

}  // namespace partita
