#pragma once
// Before the first collective: all ranks compare what must be the same.
#include "runtime/world.h"

namespace partita {

// FailedPrecondition with a table of who differs, when the builds, the configs (CONFIG: all that they are made of) or
// the data (DATA_FILES) of the ranks are not the same.
Status handshake(const std::string& config, const std::vector<std::string>& dataFiles, World& world);

// One rank's card as text, and the comparison of all: "" when equal, else the table.
struct RankCard {
  std::string host, build, config, data;
};
std::string compareCards(const std::vector<RankCard>& cards);

}  // namespace partita
