#include "launcher/job/config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "base/files.h"
#include "base/toml_reader.h"
#include "base/units.h"
#include "devices/cluster_config.h"
#include "graph/node_check.h"
#include "launcher/job/job_keys.h"

namespace partita {
namespace {

namespace fs = std::filesystem;

const ConfigSection& keysOf(std::string_view section) { return sectionNamed(jobSections(), section); }

constexpr int64_t kMostBlocks = 1024;  // of a batch
constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

// Moves NODE into TABLE under KEY; a move keeps the node's source, a copy would lose it.
void assign(toml::table& table, const std::string& key, toml::node& node) {
  node.visit([&](auto& typed) { table.insert_or_assign(key, std::move(typed)); });
}

// "train.steps=50": sets the key of JOB, making tables on the way.
Status applyOverride(toml::table& job, const std::string& override) {
  const std::string name = strCat("--", override);
  const size_t equals = override.find('=');
  if (equals == std::string::npos) return invalidArgument(name, ": an override reads --section.key=value");
  std::vector<std::string> keys;
  std::istringstream path(override.substr(0, equals));
  for (std::string key; std::getline(path, key, '.');) keys.push_back(key);
  if (keys.size() < 2 || std::any_of(keys.begin(), keys.end(), [](const std::string& key) { return key.empty(); }))
    return invalidArgument(name, ": an override reads --section.key=value");
  const std::string value = override.substr(equals + 1);
  StatusOr<toml::table> parsed = parseToml(strCat("value = ", value), name);
  if (!parsed.ok() || parsed->size() != 1) {  // bare text
    toml::table quoted;
    quoted.insert("value", value);
    std::ostringstream text;
    text << quoted;
    parsed = parseToml(text.str(), name);
    if (!parsed.ok()) return parsed.status();
  }
  toml::table* table = &job;
  for (size_t i = 0; i + 1 < keys.size(); ++i) {
    if (!table->contains(keys[i])) {
      StatusOr<toml::table> empty = parseToml("", name);
      table->insert_or_assign(keys[i], *std::move(empty));
    }
    toml::node* next = table->get(keys[i]);
    if (!next->is_table()) return invalidArgument(name, ": ", keys[i], " is not a section");
    table = next->as_table();
  }
  assign(*table, keys.back(), *parsed->get("value"));
  return absl::OkStatus();
}

// An input's path: relative to the folder of the file that names it; from the command line to the current one.
std::string resolvePath(const std::string& path, const std::string& place, const fs::path& folder) {
  if (path.empty()) return path;
  const fs::path base = place.rfind("--", 0) == 0 ? fs::current_path() : fs::absolute(folder.empty() ? "." : folder);
  return (base / path).lexically_normal().string();
}

// Keys in the order of the file (tables are sorted by name): the order of mesh axes.
std::vector<std::string> keysInFileOrder(const toml::table& table) {
  std::vector<std::pair<std::pair<uint32_t, uint32_t>, std::string>> keys;
  for (const auto& [key, node] : table)
    keys.push_back({{key.source().begin.line, key.source().begin.column}, std::string(key.str())});
  std::sort(keys.begin(), keys.end());
  std::vector<std::string> out;
  for (auto& key : keys) out.push_back(std::move(key.second));
  return out;
}

// { size = 3, weights = [2, 1, 1] }
Status readWeightedAxis(const toml::table& table, MeshAxis& axis) {
  TomlReader reader(table, keysOf("an axis of [mesh]"), strCat("the axis ", axis.name));
  if (!reader.has("size")) reader.fail("size", "is missing: how many places the axis has");
  axis.size = reader.integer("size", 1, 1, kMaxClusterDevices);
  if (reader.isText("weights")) {
    const std::optional<ShareBy> by = shareByName(reader.text("weights"));
    if (by) axis.shareBy = *by;
    if (!by) reader.fail("weights", "is a list of whole numbers, \"speed\" or \"memory\"");
  } else if (const toml::array* weights = reader.array("weights")) {
    for (const toml::node& weight : *weights) {
      if (!weight.is_integer() || weight.as_integer()->get() < 1 || weight.as_integer()->get() > kMaxWeight) {
        return invalidArgument(placeOf(weight), ": a weight is a whole number from 1 to ", kMaxWeight);
      }
      axis.weights.push_back(weight.as_integer()->get());
    }
    if (reader.status().ok() && static_cast<int64_t>(axis.weights.size()) != axis.size) {
      reader.fail("weights", strCat("has ", axis.weights.size(), " numbers for an axis of ", axis.size,
                                    " places: give one for each"));
    }
    axis.weights = normalizedWeights(std::move(axis.weights));
  }
  return reader.finish();
}

StatusOr<Mesh> readMesh(const toml::table& table, std::vector<std::string> order, int64_t deviceCount,
                        const std::string& clusterName) {
  TomlReader reader(table, keysOf("[mesh]"));
  for (const std::string& key : keysInFileOrder(table)) {
    if (std::find(order.begin(), order.end(), key) == order.end()) order.push_back(key);  // from an override
  }
  Mesh mesh;
  mesh.name = "mesh";
  for (const std::string& name : order) {
    MeshAxis& axis = mesh.axes.emplace_back();
    axis.name = name;
    if (table[name].is_table()) {
      RETURN_IF_ERROR(readWeightedAxis(*reader.table(name), axis));
    } else {
      axis.size = reader.integer(name, 1, 1, kMaxClusterDevices);
    }
  }
  RETURN_IF_ERROR(reader.finish());
  int64_t product = 1;
  for (const MeshAxis& axis : mesh.axes)
    product = std::min(kMaxClusterDevices * kMaxClusterDevices, product * axis.size);
  if (!mesh.axes.empty() && product != deviceCount) {
    return invalidArgument(reader.place(order.front()), ": the mesh ", mesh.toString(), " has ", product,
                           " devices, but the cluster \"", clusterName, "\" has ", deviceCount,
                           ": change [mesh] or [cluster] file");
  }
  return mesh;
}

StatusOr<std::vector<PartitionRule>> readRules(const toml::array& array) {
  std::vector<PartitionRule> rules;
  for (const toml::node& entry : array) {
    if (!entry.is_table())
      return invalidArgument(placeOf(entry), ": a rule is a table { match = \"…\", spec = [[…], …] }");
    TomlReader reader(*entry.as_table(), keysOf("a partition rule"));
    PartitionRule rule;
    rule.match = reader.text("match");
    rule.where = placeOf(entry);
    const toml::array* spec = reader.array("spec");
    if (spec == nullptr && reader.status().ok())
      reader.fail("spec", "is missing: one list of axis names for each dimension");
    RETURN_IF_ERROR(reader.finish());
    for (const toml::node& dim : *spec) {
      if (!dim.is_array())
        return invalidArgument(placeOf(dim),
                               ": spec holds one list of axis names for each dimension, e.g. [[], [\"model\"]]");
      std::vector<std::string>& axes = rule.spec.emplace_back();
      for (const toml::node& axis : *dim.as_array()) {
        if (!axis.is_string()) return invalidArgument(placeOf(axis), ": an axis is a name");
        axes.push_back(axis.as_string()->get());
      }
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

StatusOr<Generator> readGenerator(const toml::table& table) {
  TomlReader reader(table, keysOf("a generator of [data] inputs"));
  Generator generator;
  const StatusOr<Generator::Kind> kind = parseGeneratorKind(reader.text("kind"));
  if (!kind.ok()) {
    reader.fail("kind", toView(kind.status().message()));
  } else {
    generator.kind = *kind;
  }
  generator.low = reader.number("low", 0);
  generator.high = reader.number("high", 1);
  generator.value = reader.number("value", 0);
  RETURN_IF_ERROR(reader.finish());
  return generator;
}

// Keys that one kind of data alone knows.
constexpr std::pair<const char*, const char*> kKeysOfKinds[] = {
    {"files", "arrays"}, {"names", "arrays"}, {"shuffle", "arrays"}, {"path", "bytes"}, {"inputs", "synthetic"}};

// Where the command line chooses the kind of DATA, what the file says of another kind goes: a note for each key.
std::vector<std::string> dropOtherKinds(toml::table& data) {
  std::vector<std::string> notes;
  const auto overrides = [](const toml::node& node) { return placeOf(node).rfind("--", 0) == 0; };
  const toml::node* kind = data.get("kind");
  if (kind == nullptr || !kind->is_string() || !overrides(*kind)) return notes;
  for (const auto& [key, its] : kKeysOfKinds) {
    const toml::node* node = data.get(key);
    if (node == nullptr || overrides(*node) || kind->as_string()->get() == its) continue;
    notes.push_back(strCat(placeOf(*node), ": [data] ", key, " is left out, it is of kind \"", its,
                           "\": ", placeOf(*kind), " was given"));
    data.erase(key);
  }
  return notes;
}

// A list of texts, none of them empty.
StatusOr<std::vector<std::string>> readTexts(const toml::array& array, std::string_view what) {
  std::vector<std::string> out;
  for (const toml::node& entry : array) {
    if (!entry.is_string() || entry.as_string()->get().empty())
      return invalidArgument(placeOf(entry), ": ", what, " is a text");
    out.push_back(entry.as_string()->get());
  }
  return out;
}

Status readArrays(TomlReader& reader, const fs::path& folder, DataConfig& data) {
  const toml::array* files = reader.array("files");
  if (files == nullptr ? !reader.has("files") : files->empty())
    reader.fail("files", "is missing: name one or several safetensors files");
  if (files != nullptr) {
    ASSIGN_OR_RETURN(data.files, readTexts(*files, "a file of [data] files"));
    for (size_t i = 0; i < data.files.size(); ++i)
      data.files[i] = resolvePath(data.files[i], placeOf(*files->get(i)), folder);
  }
  if (const toml::array* names = reader.array("names")) {
    ASSIGN_OR_RETURN(data.names, readTexts(*names, "a tensor of [data] names"));
  }
  data.shuffle = reader.truth("shuffle", data.shuffle);
  return absl::OkStatus();
}

StatusOr<DataConfig> readData(const toml::table& table, const fs::path& folder) {
  TomlReader reader(table, keysOf("[data]"));
  DataConfig data;
  data.where = placeOf(table);
  const std::string kind = reader.text("kind");
  if (kind == "bytes") {
    data.kind = DataConfig::Kind::kBytes;
    data.files = {resolvePath(reader.text("path"), reader.place("path"), folder)};
  } else if (kind == "arrays") {
    data.kind = DataConfig::Kind::kArrays;
    RETURN_IF_ERROR(readArrays(reader, folder, data));
  } else if (kind == "synthetic") {
    data.kind = DataConfig::Kind::kSynthetic;
    const toml::array* inputs = reader.array("inputs");
    if (inputs == nullptr && reader.status().ok())
      reader.fail("inputs", "is missing: one generator for each batch input");
    for (size_t i = 0; inputs != nullptr && i < inputs->size(); ++i) {
      const toml::node& entry = *inputs->get(i);
      if (!entry.is_table()) return invalidArgument(placeOf(entry), ": a generator is a table { kind = \"…\", … }");
      ASSIGN_OR_RETURN(Generator generator, readGenerator(*entry.as_table()));
      data.inputs.push_back(generator);
    }
  } else {
    reader.fail("kind", strCat("unknown kind \"", kind, "\": use \"arrays\", \"bytes\" or \"synthetic\""));
  }
  RETURN_IF_ERROR(reader.finish());
  return data;
}

StatusOr<std::vector<StateEntry>> readState(const toml::array& array) {
  std::vector<StateEntry> out;
  for (const toml::node& entry : array) {
    StateEntry& made = out.emplace_back();
    made.where = placeOf(entry);
    if (entry.is_string()) {
      made.path = entry.as_string()->get();
    } else if (entry.is_integer()) {
      made.number = entry.as_integer()->get();
    }
    if (entry.is_string() ? made.path.empty() : made.number < 0)
      return invalidArgument(
          made.where, ": [job] state: expected a result of the step, by its path (\"result[1]['w']\") or number");
  }
  return out;
}

// The job with absolute paths, as TOML that loads again from anywhere; the cluster lies beside it.
std::string resolvedText(toml::table job, const JobConfig& config) {
  job["job"].as_table()->insert_or_assign("init", config.init);
  job["job"].as_table()->insert_or_assign("step", config.step);
  if (!config.weights.empty()) job["job"].as_table()->insert_or_assign("weights", config.weights);
  job["cluster"].as_table()->insert_or_assign("file", "cluster.toml");
  if (config.data.kind == DataConfig::Kind::kBytes)
    job["data"].as_table()->insert_or_assign("path", config.data.files[0]);
  if (config.data.kind == DataConfig::Kind::kArrays) {
    toml::array files;
    for (const std::string& file : config.data.files) files.push_back(file);
    job["data"].as_table()->insert_or_assign("files", std::move(files));
  }
  std::ostringstream out;
  out << "# The job as it was run: " << config.file << " with its overrides.\n" << job << "\n";
  return out.str();
}

}  // namespace

StatusOr<JobConfig> loadJob(const std::string& path, const std::vector<std::string>& overrides) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "job description"));
  ASSIGN_OR_RETURN(toml::table table, parseToml(text, path));
  std::vector<std::string> meshOrder;
  if (const toml::table* mesh = table["mesh"].as_table()) meshOrder = keysInFileOrder(*mesh);
  for (const std::string& override : overrides) RETURN_IF_ERROR(applyOverride(table, override));

  const fs::path folder = fs::path(path).parent_path();
  JobConfig config;
  config.file = path;
  if (toml::table* data = table["data"].as_table()) config.notes = dropOtherKinds(*data);
  TomlReader reader(table, keysOf("the job file"));

  const auto section = [&](std::string_view name) -> StatusOr<const toml::table*> {
    const toml::table* found = reader.table(name);
    RETURN_IF_ERROR(reader.status());
    if (found == nullptr) return invalidArgument(path, ": the section [", name, "] is missing");
    return found;
  };

  ASSIGN_OR_RETURN(const toml::table* jobTable, section("job"));
  TomlReader job(*jobTable, keysOf("[job]"));
  config.name = job.text("name", fs::path(path).stem().string());
  config.init = resolvePath(job.text("init"), job.place("init"), folder);
  config.step = resolvePath(job.text("step"), job.place("step"), folder);
  config.weights = resolvePath(job.text("weights", ""), job.place("weights"), folder);
  const std::string missing = job.text("weights_missing", "error");
  config.initMissing = missing == "init";
  if (missing != "init" && missing != "error")
    job.fail("weights_missing", strCat("is \"error\" or \"init\", not \"", missing, "\""));
  config.seed = job.integer("seed", 0, std::numeric_limits<int64_t>::min(), kNoLimit);
  if (const toml::array* state = job.array("state")) {
    ASSIGN_OR_RETURN(config.state, readState(*state));
    if (config.state.empty()) job.fail("state", "is empty: name a result of the step for each result of init");
  }
  RETURN_IF_ERROR(job.finish());

  ASSIGN_OR_RETURN(const toml::table* clusterTable, section("cluster"));
  TomlReader cluster(*clusterTable, keysOf("[cluster]"));
  config.clusterFile = resolvePath(cluster.text("file"), cluster.place("file"), folder);
  RETURN_IF_ERROR(cluster.finish());
  const StatusOr<std::string> clusterText = readFile(config.clusterFile, "cluster description");
  if (!clusterText.ok()) return annotate(clusterText.status(), cluster.place("file"));
  config.resolvedCluster = *clusterText;
  ASSIGN_OR_RETURN(config.cluster, parseCluster(config.resolvedCluster, config.clusterFile));

  if (const toml::table* mesh = reader.table("mesh")) {
    ASSIGN_OR_RETURN(config.mesh, readMesh(*mesh, meshOrder, config.cluster.deviceCount(), config.cluster.name));
  }

  if (const toml::table* partitionTable = reader.table("partition")) {
    TomlReader partition(*partitionTable, keysOf("[partition]"));
    if (const toml::array* rules = partition.array("rules")) {
      ASSIGN_OR_RETURN(config.rules, readRules(*rules));
    }
    config.fsdp = partition.text("fsdp", "");
    if (!config.fsdp.empty() && !config.mesh.axes.empty() && config.mesh.axisIndex(config.fsdp) < 0)
      partition.fail("fsdp", strCat("\"", config.fsdp, "\" is no axis of the mesh ", config.mesh.toString()));
    RETURN_IF_ERROR(partition.finish());
  }

  ASSIGN_OR_RETURN(const toml::table* dataTable, section("data"));
  ASSIGN_OR_RETURN(config.data, readData(*dataTable, folder));
  config.data.seed = config.seed;

  ASSIGN_OR_RETURN(const toml::table* trainTable, section("train"));
  TomlReader train(*trainTable, keysOf("[train]"));
  if (!train.has("steps")) train.fail("steps", "is missing: it must be given");
  config.train.steps = train.integer("steps", 0, 1, kNoLimit);
  config.train.logEvery = train.integer("log_every", config.train.logEvery, 1, kNoLimit);
  config.train.metrics = train.text("metrics", "");
  config.train.collectiveDeadline =
      train.quantity("collective_deadline", config.train.collectiveDeadline, parseSeconds);
  config.train.deterministic = train.truth("deterministic", config.train.deterministic);
  const int64_t blocks = train.integer("deterministic_blocks", config.train.deterministicBlocks, 2, kMostBlocks);
  if ((blocks & (blocks - 1)) != 0) train.fail("deterministic_blocks", "is a power of two");
  if (train.has("deterministic_blocks") && !config.train.deterministic)
    train.fail("deterministic_blocks", "is for deterministic = true");
  config.train.deterministicBlocks = blocks;
  if (config.train.collectiveDeadline <= 0) train.fail("collective_deadline", "must be above zero");
  RETURN_IF_ERROR(train.finish());

  if (const toml::table* checkpointTable = reader.table("checkpoint")) {
    TomlReader checkpoint(*checkpointTable, keysOf("[checkpoint]"));
    config.checkpoint.dir = checkpoint.text("dir");
    if (!checkpoint.has("every")) checkpoint.fail("every", "is missing: how many steps there are between checkpoints");
    config.checkpoint.every = checkpoint.integer("every", 0, 1, kNoLimit);
    config.checkpoint.keep = checkpoint.integer("keep", config.checkpoint.keep, 1, kNoLimit);
    config.checkpoint.async = checkpoint.truth("async", config.checkpoint.async);
    if (checkpoint.has("dir") && config.checkpoint.dir.empty()) checkpoint.fail("dir", "is empty: name a folder");
    RETURN_IF_ERROR(checkpoint.finish());
  }

  RETURN_IF_ERROR(reader.finish());
  config.resolved = resolvedText(table, config);
  return config;
}

}  // namespace partita
