#pragma once
// Which functions a stablehlo.custom_call may name.
#include <string>
#include <string_view>

namespace partita {

bool isKnownCustomCall(std::string_view target);
// What is said of one that is not: "op stablehlo.custom_call @target".
std::string unknownCustomCall(std::string_view target);

}  // namespace partita
