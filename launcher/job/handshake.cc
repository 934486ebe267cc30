#include "launcher/job/handshake.h"

#include <filesystem>
#include <sstream>

#include "base/files.h"
#include "base/hash.h"

namespace partita {
namespace {

std::string shortHash(std::string_view bytes) { return hashHex(bytes).substr(0, 12); }

StatusOr<RankCard> cardOf(const std::string& config, const std::vector<std::string>& dataFiles) {
  RankCard card;
  card.host = hostName();
  ASSIGN_OR_RETURN(const std::string binary, readFile("/proc/self/exe", "the running program"));
  card.build = shortHash(binary);
  card.config = shortHash(config);
  for (const std::string& file : dataFiles) {
    std::error_code error;
    const uintmax_t size = std::filesystem::file_size(file, error);
    strAppend(&card.data, card.data.empty() ? "" : "+", error ? "absent" : strCat(size, "-bytes"));
  }
  if (card.data.empty()) card.data = "-";
  return card;
}

std::string write(const RankCard& card) { return strCat(card.host, " ", card.build, " ", card.config, " ", card.data); }

RankCard read(const std::string& text) {
  RankCard card;
  std::istringstream(text) >> card.host >> card.build >> card.config >> card.data;
  return card;
}

}  // namespace

std::string compareCards(const std::vector<RankCard>& cards) {
  std::string out;
  const auto compare = [&](std::string_view what, std::string RankCard::*field) {
    for (size_t rank = 1; rank < cards.size(); ++rank) {
      if (cards[rank].*field != cards[0].*field)
        strAppend(&out, "\n  ", what, " of rank ", rank, " on ", cards[rank].host, ": ", cards[rank].*field,
                  ", of rank 0 on ", cards[0].host, ": ", cards[0].*field);
    }
  };
  compare("build", &RankCard::build);
  compare("config", &RankCard::config);
  compare("data", &RankCard::data);
  return out;
}

Status handshake(const std::string& config, const std::vector<std::string>& dataFiles, World& world) {
  const StatusOr<RankCard> mine = cardOf(config, dataFiles);
  RETURN_IF_ERROR(world.agree(mine.status()));
  ASSIGN_OR_RETURN(const std::vector<std::string> texts, world.gather(write(*mine)));
  std::vector<RankCard> cards;
  for (const std::string& text : texts) cards.push_back(read(text));
  const std::string differences = compareCards(cards);
  return world.agree(
      differences.empty()
          ? absl::OkStatus()
          : failedPrecondition("the ranks do not run the same job: use one build, one config and one text everywhere:",
                               differences));
}

}  // namespace partita
