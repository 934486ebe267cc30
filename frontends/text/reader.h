#pragma once
// MLIR text, as JAX, StableHLO and MLIR itself print it, to a Module: the pretty forms of StableHLO, CHLO, Shardy and
// func, and the generic form of every operation.
#include <string_view>

#include "base/status.h"
#include "frontends/module/module.h"

namespace partita::ir {

// Fills MODULE. FILENAME is for messages: "step.mlir:12:8: expected ':' before the type, found ','". After an error the
// module holds what stands before the place of the error, so that what is not supported there can be said too.
Status readText(std::string_view text, std::string_view filename, Module& module);

// One attribute, as another form of programs carries it in a string: "#sdy.sharding<@mesh, [{}]>", "{k = 8 : i64}".
StatusOr<Attribute> readAttribute(std::string_view text, std::string_view filename);

}  // namespace partita::ir
