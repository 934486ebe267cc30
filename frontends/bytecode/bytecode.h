#pragma once
// Portable bytecode: what StableHLO promises to be read for years. An MLIR bytecode file (versions 0 to 6) whose
// operations are VHLO's, with Shardy's among them; every released VHLO version from 0.9.0 to 1.20.0.
//
// The bytes are not trusted: time and memory are bounded by the size of the file, and whatever is wrong ends in an
// error that says at which byte and operation.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "frontends/module/module.h"

namespace partita {

// BYTES begin as MLIR bytecode does, or as a jax.export artifact does (`Exported.serialize()`).
bool isBytecode(std::string_view bytes);
bool isJaxExport(std::string_view bytes);

// The module of portable bytecode. Operations have the names of the newest StableHLO, older versions of them are
// brought up to it, and attributes are those that StableHLO's text of the same program has: fields of structures by
// themselves, values that are defaults left out. Messages begin with FILENAME.
//
// Bytecode of the StableHLO dialect itself, which changes with every MLIR, is Unimplemented.
StatusOr<ir::Module> readBytecode(std::string_view bytes, std::string_view filename);

// MODULE as a portable artifact of StableHLO 1.16.0, which every StableHLO from then on reads (two years forward, five
// back), with Shardy's operations as they are and CHLO's as composites. What that version does not have, is of other
// dialects, or of Shardy and says keywords (propagation_barrier, data-flow edges), is Unimplemented.
StatusOr<std::string> writeBytecode(const ir::Module& module);

// What jax.export wraps around a module.
struct JaxExport {
  std::string functionName;
  std::vector<std::string> platforms;      // "cpu", "cuda"
  int64_t devices = 1;                     // that the program is for
  int callingConvention = 0;               // 9: Shardy's or GSPMD's shardings, 10: Shardy's
  std::vector<int64_t> keptArguments;      // of the flat arguments of the function, those that the module takes
  std::vector<std::string> argumentPaths;  // of the flat arguments: "[0]['layers'][2].w"
  std::string_view module;                 // the portable bytecode, in the bytes that were read
};
StatusOr<JaxExport> readJaxExport(std::string_view bytes, std::string_view filename);

}  // namespace partita
