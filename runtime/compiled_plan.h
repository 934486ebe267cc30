#pragma once
// CompiledPlan: a plan whose local programs are machine code: what an executable is loaded from and what is kept of it.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "program/program.h"
#include "runtime/mesh_plan.h"

namespace partita {

struct CompiledPlan {
  struct Compiled {
    uint32_t program = 0;  // the number that MeshPlan::Device has
    std::string target;    // DeviceClass::target: "host", …
    std::shared_ptr<const Program> code;
  };
  std::vector<MeshPlan::Device> devices;       // by the plan's device id
  std::vector<TensorType> arguments, results;  // whole
  std::vector<std::string> argumentNames;
  std::vector<Compiled> programs;  // those that devices of the process run that has compiled them
};

// "partita executable ", eight digits of the version, the hash of what follows as 32 hex digits, a Cap'n Proto message
// (runtime/mesh_plan.capnp).
std::string serializeCompiledPlan(const CompiledPlan& plan);
// InvalidArgument for bytes of another version, that were changed since they were written, or that do not fit together.
// As for deserializeProgram: the hash is no signature, and the machine code is taken as it is.
StatusOr<CompiledPlan> parseCompiledPlan(std::string_view bytes);

}  // namespace partita
