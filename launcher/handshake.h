#pragma once
// Before the first collective: all ranks compare what must be the same.
#include "launcher/config.h"
#include "launcher/world.h"

namespace partita {

// FailedPrecondition with a table of who differs, when the builds, the configs or the data of the ranks are not the
// same.
Status handshake(const JobConfig& job, World& world);

// One rank's card as text, and the comparison of all: "" when equal, else the table.
struct RankCard {
  std::string host, build, config, data;
};
std::string compareCards(const std::vector<RankCard>& cards);

}  // namespace partita
