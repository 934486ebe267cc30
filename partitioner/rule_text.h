#pragma once
// Partition rules as people write them on a command line or in a call.
#include <string>

#include "partitioner/partition.h"

namespace partita {

// "params.*wq=-|model|data,fsdp": a regular expression, and axes for each dimension. OPTION is where it was given, for
// messages: "--rule".
StatusOr<PartitionRule> parsePartitionRule(const std::string& text, const std::string& option);

}  // namespace partita
