#include "launcher/solve/iopddl.h"

#include <istream>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "base/files.h"
#include "base/hash.h"
#include "launcher/solve/gzip_buffer.h"

namespace partita {
namespace {

// What is held of one file at most: 2 GiB of numbers, after equal lists of edge costs have been merged.
constexpr size_t kMostNumbers = size_t{1} << 28;

// Lists of integers, end to end.
struct Lists {
  std::vector<int64_t> values;
  std::vector<size_t> first = {0};  // and one behind the last list

  size_t size() const { return first.size() - 1; }
  std::span<const int64_t> operator[](size_t i) const {
    return {values.data() + first[i], values.data() + first[i + 1]};
  }
  void close() { first.push_back(values.size()); }
};

constexpr size_t kLongestString = 4096;
constexpr size_t kLongestComplaint = 300;

// What nlohmann-json's parser tells of a file, as it tells it. The keys come in any order (edges before nodes, as
// published), so the contents are held as they stand until all of them are there.
class Reader {
 public:
  using Json = nlohmann::json;

  explicit Reader(std::unique_ptr<GzipBuffer> text) : text_(std::move(text)) {}

  StatusOr<IopddlInstance> read(const std::string& path) {
    std::istream in(text_.get());
    const bool parsed = Json::sax_parse(in, this);
    if (!text_->failure().empty()) status_ = error(text_->failure());
    if (!status_.ok()) return annotate(status_, path);
    CHECK(parsed, "the parser stopped without a reason");
    IopddlInstance out;
    out.name = name_;
    if (const Status status = build(&out.problem); !status.ok()) return annotate(status, path);
    return out;
  }

  // ---- what the parser calls: false ends it ----

  bool null() { return unexpected("null"); }
  bool boolean(bool truth) { return unexpected(truth ? "true" : "false"); }
  bool number_integer(Json::number_integer_t number) { return integer(number); }
  bool number_unsigned(Json::number_unsigned_t number) {
    if (number > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
      return fail("the number does not fit 64 bits");
    return integer(static_cast<int64_t>(number));
  }
  bool number_float(Json::number_float_t, const std::string& digits) {
    if (form() != Form::kInteger) return unexpected("a number");
    return fail(digits.find_first_of(".eE") == std::string::npos
                    ? "the number does not fit 64 bits"
                    : "expected an integer, found a number with a fraction");
  }
  bool string(std::string& text) {
    if (form() != Form::kText) return unexpected("a text");
    if (text.size() > kLongestString) return fail(strCat("the string is longer than ", kLongestString, " bytes"));
    name_ = std::move(text);
    return true;
  }
  bool binary(Json::binary_t&) { return unexpected("bytes"); }

  bool start_object(size_t) {
    if (form() != Form::kObject) return unexpected("'{'");
    objects_.push_back({member_, 0, ""});
    return true;
  }
  bool key(const std::string& key) {
    Level& level = objects_.back();
    level.key.clear();  // complaints are of the object
    member_ = nullptr;
    for (const Member& member : level.object->members)
      if (member.name == key) member_ = &member;
    if (member_ == nullptr) {
      std::string known;
      for (const Member& member : level.object->members) strAppend(&known, known.empty() ? "" : ", ", member.name);
      return fail(strCat("unknown key \"", key.substr(0, 100), "\": expected ", known));
    }
    const uint32_t bit = 1u << (member_ - level.object->members.data());
    if ((level.seen & bit) != 0) return fail(strCat("the key \"", key, "\" occurs twice"));
    level.seen |= bit;
    level.key = key;
    return true;
  }
  bool end_object() {
    Level& level = objects_.back();
    level.key.clear();
    for (size_t i = 0; i < level.object->members.size(); ++i)
      if (const Member& member = level.object->members[i]; member.required && (level.seen >> i & 1) == 0)
        return fail(strCat("the key \"", member.name, "\" is missing"));
    objects_.pop_back();
    return true;
  }

  bool start_array(size_t) {
    if (form() == Form::kLists)
      place_ = {0};
    else if (form() == Form::kList)
      place_.push_back(0);
    else
      return unexpected("'['");
    return true;
  }
  bool end_array() {
    place_.pop_back();
    if (place_.empty()) return true;
    const bool fine = member_->lists == nullptr ? endEdgeCosts() : endList(member_->lists);
    ++place_[0];
    return fine;
  }

  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception& exception) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing …"
    std::string why = exception.what();
    if (const size_t at = why.find("syntax error"); at != std::string::npos) why.erase(0, at);
    if (why.size() > kLongestComplaint) why = why.substr(0, kLongestComplaint) + "…";
    if (why.find("unexpected end of input") != std::string::npos) why = "the text ends too soon: " + why;
    return fail(why);
  }

 private:
  // What may come at a place of the file.
  enum class Form { kObject, kLists, kList, kInteger, kText };
  struct Member {
    std::string_view name;
    bool required;
    Form form;
    Lists* lists = nullptr;  // where lists of integers go; null: to the costs of edges
    std::vector<Member> members = {};
  };
  struct Level {
    const Member* object;
    uint32_t seen;    // bits: of its members
    std::string key;  // whose value is being read
  };

  Form form() const {
    if (place_.empty()) return member_->form;
    return place_.size() == 1 ? Form::kList : Form::kInteger;
  }

  std::string place() const {
    std::string out;
    for (const Level& level : objects_)
      if (!level.key.empty()) strAppend(&out, out.empty() ? "" : ".", level.key);
    for (const size_t index : place_) strAppend(&out, "[", index, "]");
    return out;
  }
  Status error(std::string_view message) const {
    const std::string at = place();
    return invalidArgument(at, at.empty() ? "" : " ", "(byte ", text_->taken(), "): ", message);
  }
  bool fail(std::string_view message) {
    if (status_.ok()) status_ = error(message);
    return false;
  }
  bool unexpected(std::string_view found) {
    static constexpr std::string_view kNames[] = {"an object", "an array", "an array of integers", "an integer",
                                                  "a text"};
    return fail(strCat("expected ", kNames[static_cast<int>(form())], ", found ", found));
  }

  bool integer(int64_t number) {
    if (form() != Form::kInteger) return unexpected("a number");
    if (place_.empty()) {
      limit_ = number;
      return limit_ >= 0 || fail(strCat("the limit ", limit_, " is negative"));
    }
    (member_->lists == nullptr ? oneEdge_ : member_->lists->values).push_back(number);
    ++place_[1];
    return true;
  }

  bool checkSize(size_t numbers) {
    if (numbers > kMostNumbers || place_[0] > kMostNumbers)
      return fail(strCat("the instance is too large: more than ", kMostNumbers, " numbers"));
    return true;
  }

  bool endList(Lists* out) {
    out->close();
    return checkSize(out->values.size());
  }

  // Most edges repeat the costs of another: they are kept once.
  bool endEdgeCosts() {
    const std::vector<int64_t> costs = std::exchange(oneEdge_, {});
    if (!checkSize(edgeCosts_.values.size() + costs.size())) return false;
    const uint64_t hash =
        hashBytes({reinterpret_cast<const char*>(costs.data()), costs.size() * sizeof(int64_t)}, costs.size());
    const auto [begin, end] = listsByHash_.equal_range(hash);
    for (auto it = begin; it != end; ++it) {
      const std::span<const int64_t> known = edgeCosts_[it->second];
      if (std::equal(known.begin(), known.end(), costs.begin(), costs.end())) {
        costsOfEdge_.push_back(it->second);
        return true;
      }
    }
    const int list = static_cast<int>(edgeCosts_.size());
    edgeCosts_.values.insert(edgeCosts_.values.end(), costs.begin(), costs.end());
    edgeCosts_.close();
    listsByHash_.emplace(hash, list);
    costsOfEdge_.push_back(list);
    return true;
  }

  Status build(ChoiceProblem* problem) {
    RETURN_IF_ERROR(checkCounts());
    RETURN_IF_ERROR(addUnaryEdges());
    RETURN_IF_ERROR(annotate(problem->addMemory(limit_).status(), "problem.usage_limit"));
    for (size_t v = 0; v < costs_.size(); ++v) {
      if (const Status status = problem->addNode(costs_[v]).status(); !status.ok())
        return annotate(status, strCat("problem.nodes.costs[", v, "]"));
      const std::span<const int64_t> interval = intervals_[v];
      if (interval.size() != 2 || interval[0] < 0 || interval[1] < interval[0])
        return invalidArgument("problem.nodes.intervals[", v, "]: expected [begin, end] with 0 <= begin <= end");
      if (const Status status = problem->addUsage(static_cast<int>(v), 0, interval[0], interval[1], usages_[v]);
          !status.ok())
        return annotate(status, strCat("problem.nodes.usages[", v, "]"));
    }
    std::unordered_map<uint64_t, int> matrices;  // by list and rows
    for (size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].size() == 1) continue;
      const int from = static_cast<int>(edges_[e][0]), to = static_cast<int>(edges_[e][1]);
      const std::span<const int64_t> costs = edgeCosts_[costsOfEdge_[e]];
      const size_t rows = costs_[from].size(), columns = costs_[to].size();
      if (costs.size() != rows * columns)
        return invalidArgument("problem.edges.costs[", e, "]: has ", costs.size(), " costs, but nodes ", from, " and ",
                               to, " have ", rows, " x ", columns, " strategies");
      const auto [found, isNew] =
          matrices.emplace(static_cast<uint64_t>(costsOfEdge_[e]) << 32 | static_cast<uint32_t>(rows), -1);
      if (isNew) {
        const StatusOr<int> matrix = problem->addMatrix(static_cast<int>(rows), static_cast<int>(columns), costs);
        if (!matrix.ok()) return annotate(matrix.status(), strCat("problem.edges.costs[", e, "]"));
        found->second = *matrix;
      }
      if (const Status status = problem->addEdge(from, to, found->second); !status.ok())
        return annotate(status, strCat("problem.edges.nodes[", e, "]"));
    }
    return absl::OkStatus();
  }

  Status checkCounts() const {
    const size_t nodes = costs_.size();
    if (intervals_.size() != nodes)
      return invalidArgument("problem.nodes.intervals: has ", intervals_.size(), " entries, but problem.nodes.costs ",
                             nodes);
    if (usages_.size() != nodes)
      return invalidArgument("problem.nodes.usages: has ", usages_.size(), " entries, but problem.nodes.costs ", nodes);
    if (edges_.size() != costsOfEdge_.size())
      return invalidArgument("problem.edges.costs: has ", costsOfEdge_.size(), " entries, but problem.edges.nodes ",
                             edges_.size());
    for (size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].empty() || edges_[e].size() > 2)
        return invalidArgument("problem.edges.nodes[", e, "]: joins ", edges_[e].size(),
                               " nodes: an edge has two, or one whose costs it adds to");
      for (const int64_t node : edges_[e])
        if (node < 0 || node >= static_cast<int64_t>(nodes))
          return invalidArgument("problem.edges.nodes[", e, "]: there is no node ", node, ": the instance has ", nodes);
    }
    return absl::OkStatus();
  }

  Status addUnaryEdges() {
    for (size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].size() != 1) continue;
      const size_t node = static_cast<size_t>(edges_[e][0]);
      const std::span<const int64_t> added = edgeCosts_[costsOfEdge_[e]];
      int64_t* costs = costs_.values.data() + costs_.first[node];
      if (added.size() != costs_[node].size())
        return invalidArgument("problem.edges.costs[", e, "]: has ", added.size(), " costs, but node ", node, " has ",
                               costs_[node].size(), " strategies");
      for (size_t s = 0; s < added.size(); ++s) {
        if (added[s] <= -kInfiniteCost)
          return invalidArgument("problem.edges.costs[", e, "]: cost ", s, " is ", added[s],
                                 ": costs lie above -10^18");
        if (costs[s] >= kInfiniteCost || added[s] >= kInfiniteCost)
          costs[s] = kInfiniteCost;
        else if (__builtin_add_overflow(costs[s], added[s], &costs[s]) || costs[s] >= kInfiniteCost)
          return invalidArgument("problem.edges.costs[", e, "]: the costs of node ", node, " overflow");
      }
    }
    return absl::OkStatus();
  }

  std::unique_ptr<GzipBuffer> text_;
  std::string name_;
  Lists intervals_, costs_, usages_, edges_, edgeCosts_;
  std::vector<int> costsOfEdge_;                        // numbers of lists of edgeCosts_
  std::unordered_multimap<uint64_t, int> listsByHash_;  // of edgeCosts_
  std::vector<int64_t> oneEdge_;                        // the costs of the edge that is being read
  int64_t limit_ = kNoLimit;

  // Where the parser is.
  const Member file_{"",
                     true,
                     Form::kObject,
                     nullptr,
                     {{"problem",
                       true,
                       Form::kObject,
                       nullptr,
                       {{"name", false, Form::kText},
                        {"nodes",
                         true,
                         Form::kObject,
                         nullptr,
                         {{"intervals", true, Form::kLists, &intervals_},
                          {"costs", true, Form::kLists, &costs_},
                          {"usages", true, Form::kLists, &usages_}}},
                        {"edges",
                         true,
                         Form::kObject,
                         nullptr,
                         {{"nodes", true, Form::kLists, &edges_}, {"costs", true, Form::kLists, nullptr}}},
                        {"usage_limit", false, Form::kInteger}}}}};
  const Member* member_ = &file_;  // whose value comes next or is being read
  std::vector<Level> objects_;     // open ones, the outermost first
  std::vector<size_t> place_;      // in the lists of member_: number of the list, and in it
  Status status_;                  // what was wrong first
};

}  // namespace

StatusOr<IopddlInstance> readIopddl(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<GzipBuffer> text, GzipBuffer::open(path, "IOPDDL instance"));
  return Reader(std::move(text)).read(path);
}

StatusOr<std::vector<int>> readIopddlSolution(const std::string& path, const ChoiceProblem& problem) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "IOPDDL solution"));
  size_t end = text.size(), begin = std::string::npos;  // of the last line that begins with '['
  while (end != 0) {
    const size_t newline = text.rfind('\n', end - 1);
    begin = newline == std::string::npos ? 0 : newline + 1;
    if (text[begin] == '[') break;
    end = newline == std::string::npos ? 0 : newline;
    begin = std::string::npos;
  }
  if (begin == std::string::npos) return invalidArgument(path, ": no line begins with '[': expected [0, 3, 1, …]");
  const nlohmann::json parsed = nlohmann::json::parse(text.begin() + begin, text.begin() + end, nullptr, false);
  if (!parsed.is_array()) return invalidArgument(path, ": the last line that begins with '[' is no list of integers");
  std::vector<int> choices;
  for (const nlohmann::json& choice : parsed) {
    const size_t node = choices.size();
    if (!choice.is_number_integer())
      return invalidArgument(path, ": the choice of node ", node, " is ", choice.dump(), ", not an integer");
    if (static_cast<int>(node) >= problem.numNodes())
      return invalidArgument(path, ": ", parsed.size(), " choices for ", problem.numNodes(), " nodes");
    if (choice < 0 || choice >= problem.numStrategies(static_cast<int>(node)))
      return invalidArgument(path, ": node ", node, " has no strategy ", choice.dump(), ": it has ",
                             problem.numStrategies(static_cast<int>(node)));
    choices.push_back(choice.get<int>());
  }
  if (static_cast<int>(choices.size()) != problem.numNodes())
    return invalidArgument(path, ": ", choices.size(), " choices for ", problem.numNodes(), " nodes");
  return choices;
}

std::string iopddlSolutionText(const std::vector<int>& choices) {
  std::string out = "[";
  for (size_t v = 0; v < choices.size(); ++v) strAppend(&out, v == 0 ? "" : ", ", choices[v]);
  out += "]\n";
  return out;
}

}  // namespace partita
