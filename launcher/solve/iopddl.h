#pragma once
// The files of the IOPDDL contest (intra-operator parallelism for distributed deep learning, github.com/google/iopddl):
// instances, which become a ChoiceProblem with one memory, and solutions.
#include <string>
#include <vector>

#include "partitioner/search/choice_problem.h"

namespace partita {

struct IopddlInstance {
  std::string name;  // "" where the file gives none
  ChoiceProblem problem;
};

// Reads {"problem": {"name": …, "nodes": {"intervals": [[begin, end], …], "costs": [[…], …], "usages": [[…], …]},
// "edges": {"nodes": [[i, j], …], "costs": [[…], …]}, "usage_limit": …}}, plain or gzip. Costs from 10^18 on forbid. An
// edge of one node adds to that node's costs. Without usage_limit the memory is unlimited. Errors name the place.
StatusOr<IopddlInstance> readIopddl(const std::string& path);

// The last line of the file that begins with '[': a strategy for each node of PROBLEM.
StatusOr<std::vector<int>> readIopddlSolution(const std::string& path, const ChoiceProblem& problem);
// "[0, 3, 1]\n"
std::string iopddlSolutionText(const std::vector<int>& choices);

}  // namespace partita
