#include "tests/support/whole_path/case.h"

#include <algorithm>
#include <set>

#include "codegen/target.h"
#include "graph/node_check.h"
#include "tests/support/random_graph.h"
#include "tests/support/whole_path/shardings.h"

namespace partita {
namespace {

// Targets whose code this machine can run.
std::vector<std::string> runnableTargets() {
  static const auto* targets = [] {
    auto* out = new std::vector<std::string>{"host"};
    for (const char* name : {"x86-64", "x86-64-v3", "znver3", "x86-64-v4"}) {
      const StatusOr<Target> target = namedTarget(name);
      if (target.ok() && checkRunsHere(*target).ok()) out->push_back(name);
    }
    return out;
  }();
  return *targets;
}

// Of four cases one is a program of many ops, one is several forms in one program, two are one form each.
bool isProgram(uint64_t seed) { return seed % 4 == 3; }
bool isSeveral(uint64_t seed) { return seed % 4 == 2; }
uint64_t singleNumber(uint64_t seed) { return seed / 4 * 2 + seed % 4; }

Mesh meshOf(Rng& rng, int64_t maxDevices, const CaseOptions& options) {
  Mesh mesh = randomMesh(rng, maxDevices);
  while (options.devices > 0 && mesh.deviceCount() != options.devices) mesh = randomMesh(rng, options.devices);
  return mesh;
}

void makeProgram(WholePathCase& c, Rng& rng, const CaseOptions& options) {
  RandomGraphOptions graph;
  graph.steps = static_cast<int>(rng.between(2, 14));
  graph.maxElements = 600;
  graph.windows = rng.below(3) == 0;
  graph.bf16 = rng.below(8) == 0;
  graph.sizes = {1, 2, 3, 4, 5, 6, 7, 8, 12, 16};
  for (int64_t& size : graph.sizes) size = std::min(size, options.maxSize);
  const Mesh mesh = meshOf(rng, 8, options);
  c.graph = randomGraph(c.seed, graph);
  c.graph.meshes.add(mesh);
  c.arguments = randomArguments(c.graph, c.seed);
  const double tolerance = graph.bf16 ? 2e-2 : 1e-3;
  // In epsilons of f32, which the results are.
  c.tolerance.ulps = tolerance * 0x1p23;
  c.tolerance.absoluteUlps = tolerance * 0x1p23;
}

void makeSingle(WholePathCase& c, Rng& rng, const CaseOptions& options) {
  const std::vector<OpForm>& forms = opForms();
  // The forms in turn, each time with its next element type, so that so many cases meet them all.
  const uint64_t number = singleNumber(c.seed), form = number % forms.size();
  c.form = &forms[form];
  c.dtype = c.form->types[(number / forms.size() + form) % c.form->types.size()];
  ProgramBuilder b(splitmix64(c.seed), options.maxSize);
  b.graph.meshes.add(meshOf(rng, rng.below(4) == 0 ? 16 : 8, options));
  c.form->make(b, *c.form, c.dtype);
  b.finish();
  c.graph = std::move(b.graph);
  c.arguments = std::move(b.arguments);
  c.tolerance = b.tolerance;
}

// Ops of different forms in one program, with values in common: collectives that do not depend on each other, kernels
// of several kinds side by side.
void makeSeveral(WholePathCase& c, Rng& rng, const CaseOptions& options) {
  const std::vector<OpForm>& forms = opForms();
  ProgramBuilder b(splitmix64(c.seed), options.maxSize);
  b.graph.meshes.add(meshOf(rng, 8, options));
  b.shareValues();
  const DType common = kMovedTypes[rng.below(kMovedTypes.size())];
  Tolerance tolerance;
  tolerance.signedZeros = true;
  for (int64_t count = rng.between(2, 4); count > 0; --count) {
    const OpForm& form = forms[rng.below(forms.size())];
    const bool takes = std::find(form.types.begin(), form.types.end(), common) != form.types.end();
    b.tolerance = {};
    form.make(b, form, takes ? common : form.types[rng.below(form.types.size())]);
    tolerance.ulps = std::max(tolerance.ulps, b.tolerance.ulps);
    tolerance.absoluteUlps = std::max(tolerance.absoluteUlps, b.tolerance.absoluteUlps);
    tolerance.magnitude = std::max(tolerance.magnitude, b.tolerance.magnitude);
    tolerance.signedZeros = tolerance.signedZeros && b.tolerance.signedZeros;
  }
  b.finish();
  c.graph = std::move(b.graph);
  c.arguments = std::move(b.arguments);
  c.tolerance = tolerance;
}

// Rules of a job instead of annotations on the arguments.
void addRules(WholePathCase& c, Rng& rng) {
  const Mesh& mesh = c.graph.meshes[MeshId(0)];
  for (size_t i = 0; i < c.graph.arguments.size(); ++i) {
    const ValueId argument = c.graph.bodyRegion().args[i];
    c.graph.setSharding(argument, std::nullopt);
    if (rng.below(3) == 0) continue;
    PartitionRule rule;
    c.graph.arguments[i].name = strCat("arg", i);
    rule.match = strCat("^arg", i, "$");
    rule.where = strCat("rule ", i);
    const Dims& dims = c.graph.type(argument).dims;
    rule.spec.resize(dims.size());
    for (const MeshAxis& axis : mesh.axes) {
      if (dims.empty() || rng.below(2) == 0) continue;
      const size_t d = rng.below(dims.size());
      int64_t cut = axis.size;
      for (const std::string& name : rule.spec[d]) cut *= mesh.axes[static_cast<size_t>(mesh.axisIndex(name))].size;
      if (cut <= dims[d]) rule.spec[d].push_back(axis.name);
    }
    c.partition.rules.push_back(std::move(rule));
  }
  if (rng.below(3) == 0) c.partition.fsdpAxis = mesh.axes[rng.below(mesh.axes.size())].name;
}

// The job's mesh is not the program's: its axes in another order, or one more.
Mesh foreignMesh(const Mesh& own, Rng& rng) {
  Mesh mesh = own;
  mesh.deviceIds.clear();
  if (rng.below(2) == 0 || mesh.deviceCount() > 8) {
    rng.shuffle(&mesh.axes);
  } else {
    mesh.axes.insert(mesh.axes.begin() + static_cast<int64_t>(rng.below(mesh.axes.size() + 1)), {"more", 2});
  }
  return mesh;
}

// Weights along some axes of the mesh that is used: those over which nothing is manual.
void addWeights(WholePathCase& c, Rng& rng) {
  std::set<std::string> manual;
  for (const Node& node : c.graph.nodes) {
    if (node.kind != OpKind::kManualComputation) continue;
    const auto names = manualAxisNames(std::get<TextAttr>(*node.attrs.find("manual_axes")).text);
    if (names) manual.insert(names->begin(), names->end());
  }
  Mesh mesh = c.partition.mesh.axes.empty() ? c.graph.meshes[MeshId(0)] : c.partition.mesh;
  for (MeshAxis& axis : mesh.axes) {
    if (manual.count(axis.name) > 0 || rng.below(3) == 0) continue;
    // Of an axis of which parts are used the weights must be products: mostly they are.
    int64_t major = 1;
    if (rng.below(8) != 0) {
      for (int64_t f = 2; f < axis.size; ++f) {
        if (axis.size % f == 0 && (major == 1 || rng.below(2) == 0)) major = f;
      }
    }
    std::vector<int64_t> outer(static_cast<size_t>(major), 1), inner(static_cast<size_t>(axis.size / major), 1);
    for (std::vector<int64_t>* part : {&outer, &inner}) {
      for (int64_t& weight : *part) weight = rng.between(1, rng.below(6) == 0 ? 40 : 4);
    }
    if (major == 1) outer = {1};
    axis.weights.clear();
    for (int64_t a : outer) {
      for (int64_t b : inner) axis.weights.push_back(a * b);
    }
    axis.weights = normalizedWeights(std::move(axis.weights));
  }
  c.partition.mesh = std::move(mesh);
}

RunSettings randomSettings(Rng& rng) {
  RunSettings settings;
  settings.threads = static_cast<int>(rng.between(1, 3));
  settings.smallTasks = settings.threads > 1 && rng.below(4) != 0;
  const std::vector<std::string> targets = runnableTargets();
  settings.target = rng.below(2) == 0 ? "host" : targets[rng.below(targets.size())];
  settings.sequential = rng.below(8) == 0;
  settings.fuse = rng.below(6) != 0;
  settings.runs = rng.below(3) == 0 ? static_cast<int>(rng.between(2, 4)) : 1;
  settings.twoPrograms = settings.runs > 1 && rng.below(2) == 0;
  settings.wire = rng.below(6) == 0;
  settings.cached = rng.below(16) == 0;
  return settings;
}

}  // namespace

std::string RunSettings::toString() const {
  return strCat(threads, threads == 1 ? " thread" : " threads", ", target ", target, smallTasks ? ", small tasks" : "",
                fuse ? "" : ", not fused", sequential ? ", sequential" : "",
                runs > 1 ? strCat(", ", runs, " runs in flight") : "", twoPrograms ? " of two programs" : "",
                wire ? ", as messages" : "", cached ? ", from the cache" : "", naive ? ", naive schedules" : "");
}

WholePathCase makeCaseOf(const OpForm& form, DType dtype, const Mesh& mesh) {
  // Arrays without elements say nothing: the first program that has none, of a form that can do without.
  constexpr int kTries = 100;
  uint64_t seed = splitmix64(static_cast<uint64_t>(&form - opForms().data()));
  for (int attempt = 1;; ++attempt, ++seed) {
    WholePathCase c;
    c.form = &form;
    c.dtype = dtype;
    ProgramBuilder b(seed, 24);
    b.graph.meshes.add(mesh);
    form.make(b, form, dtype);
    b.finish();
    c.graph = std::move(b.graph);
    c.arguments = std::move(b.arguments);
    c.tolerance = b.tolerance;
    const bool empty = std::any_of(c.graph.values.begin(), c.graph.values.end(), [](const Value& value) {
      return !value.type.isToken() && value.type.elements() == 0;
    });
    if (!empty || attempt == kTries) return c;
  }
}

WholePathCase makeCase(uint64_t seed, const CaseOptions& options) {
  WholePathCase c;
  c.seed = seed;
  Rng rng(splitmix64(seed ^ 0x9A7417A));
  if (isProgram(seed)) {
    makeProgram(c, rng, options);
  } else if (isSeveral(seed)) {
    makeSeveral(c, rng, options);
  } else {
    makeSingle(c, rng, options);
  }
  Rng annotations(splitmix64(seed ^ 0x5A4D));
  annotateProgram(c.graph, annotations);
  if (annotations.below(10) == 0) addRules(c, annotations);
  if (annotations.below(4) != 0) c.partition.batchAxis = "";
  if (annotations.below(10) == 0) c.partition.disabledPasses.push_back("propagate");
  if (annotations.below(10) == 0) c.partition.disabledPasses.push_back("place-reductions");
  if (annotations.below(10) == 0) c.partition.disabledPasses.push_back("merge-collectives");
  if (annotations.below(10) == 0) c.partition.disabledPasses.push_back("simplify");
  if (annotations.below(10) == 0) c.partition.mesh = foreignMesh(c.graph.meshes[MeshId(0)], annotations);
  c.settings = randomSettings(annotations);
  if (annotations.below(3) == 0) addWeights(c, annotations);
  c.settings.naive = annotations.below(8) == 0;
  return c;
}

}  // namespace partita
