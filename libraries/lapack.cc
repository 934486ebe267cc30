// LAPACK by the 48 names that JAX calls it by on CPUs (lapack_{s,d,c,z}…_ffi): semantics are the routine's, on the last
// two dimensions; `info` is a result. The routines come from OpenBLAS, one thread each.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>

#include "base/integers.h"
#include "libraries/lapack_routines.h"
#include "libraries/library_functions.h"
#include "libraries/one_thread.h"

namespace partita {
namespace {

constexpr std::array<char, 4> kTypeLetters = {'s', 'd', 'c', 'z'};
constexpr std::array<DType, 4> kTypes = {DType::kF32, DType::kF64, DType::kC64, DType::kC128};

struct FoundRoutine {
  const LapackRoutine* def = nullptr;
  size_t type = 0;  // into kTypes
};

std::optional<FoundRoutine> findRoutine(std::string_view function) {
  constexpr std::string_view kPrefix = "lapack_", kSuffix = "_ffi";
  if (!function.starts_with(kPrefix) || !function.ends_with(kSuffix) ||
      function.size() < kPrefix.size() + kSuffix.size() + 2)
    return std::nullopt;
  const auto letter = std::find(kTypeLetters.begin(), kTypeLetters.end(), function[kPrefix.size()]);
  if (letter == kTypeLetters.end()) return std::nullopt;
  const auto type = static_cast<size_t>(letter - kTypeLetters.begin());
  const std::string_view name =
      function.substr(kPrefix.size() + 1, function.size() - kPrefix.size() - 1 - kSuffix.size());
  for (const LapackRoutine& def : lapackRoutines()) {
    if (name == (type < 2 ? def.name : def.complexName)) return FoundRoutine{&def, type};
  }
  return std::nullopt;
}

// An array of a signature.
struct ArraySpec {
  char kind = 'T';
  std::string_view dims;
};

std::vector<ArraySpec> parseArrays(std::string_view text) {
  std::vector<ArraySpec> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    out.push_back({text[0], text.substr(1, end - 1)});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// Operands and results.
std::pair<std::vector<ArraySpec>, std::vector<ArraySpec>> arraysOf(const FoundRoutine& found) {
  const LapackRoutine& def = *found.def;
  const std::string_view signature =
      found.type >= 2 && !def.complexSignature.empty() ? def.complexSignature : def.signature;
  const size_t arrow = signature.find('>');
  return {parseArrays(signature.substr(0, arrow)), parseArrays(signature.substr(arrow + 1))};
}

DType typeOf(char kind, size_t type) {
  switch (kind) {
    case 'R':
      return kTypes[type % 2];
    case 'C':
      return kTypes[2 + type % 2];
    case 'i':
      return DType::kI32;
    default:
      return kTypes[type];
  }
}

// Checks a call against its routine's signature, and finds the sizes.
class Matcher {
 public:
  Matcher(const LibraryCall& call, FoundRoutine found) : call_(call), def_(*found.def), type_(found.type) {}

  Status run() {
    std::tie(operands_, results_) = arraysOf({&def_, type_});
    RETURN_IF_ERROR(matchAttributes());
    if (call_.operands.size() != operands_.size() || call_.results.size() != results_.size())
      return invalidArgument(call_.function, " has ", operands_.size(), " operands and ", results_.size(),
                             " results, found ", call_.operands.size(), " and ", call_.results.size());
    const int batchDims = call_.operands[0].rank() - static_cast<int>(operands_[0].dims.size());
    if (batchDims < 0) return wrong("operand", 0, call_.operands[0], operands_[0]);
    info_.batchDims = batchDims;
    batch_ = absl::MakeConstSpan(call_.operands[0].dims).first(static_cast<size_t>(batchDims));
    for (size_t i = 0; i < operands_.size(); ++i)
      RETURN_IF_ERROR(matchArray("operand", i, call_.operands[i], operands_[i]));
    for (size_t i = 0; i < results_.size(); ++i)
      RETURN_IF_ERROR(matchArray("result", i, call_.results[i], results_[i]));
    RETURN_IF_ERROR(checkSizes());
    info_.inPlace = def_.inPlace;
    info_.tasks = elementCount(batch_);
    info_.flops = def_.flops * static_cast<double>(info_.tasks) * (type_ >= 2 ? 4 : 1);
    for (char letter : def_.flopSizes) info_.flops *= static_cast<double>(prepared_.size(letter));
    return absl::OkStatus();
  }

  const LibraryCallInfo& info() const { return info_; }
  const LapackState& prepared() const { return prepared_; }

 private:
  Status matchAttributes() {
    for (size_t i = 0; i < def_.attributes.size(); ++i) {
      const LapackAttribute& def = def_.attributes[i];
      const auto found = std::find_if(call_.attributes.begin(), call_.attributes.end(),
                                      [&](const auto& attribute) { return attribute.first == def.name; });
      if (found == call_.attributes.end()) return invalidArgument(call_.function, " needs the attribute ", def.name);
      const int64_t value = found->second;
      const bool isLetter = value > 0 && value < 128;
      if (!def.letters.empty() && (!isLetter || def.letters.find(static_cast<char>(value)) == std::string_view::npos)) {
        std::string letters;
        for (char letter : def.letters)
          strAppend(&letters, letters.empty() ? "" : ", ", int{letter}, " (", std::string(1, letter), ")");
        return invalidArgument(call_.function, ": the attribute ", def.name, " is ", value, ", expected one of ",
                               letters);
      }
      if (isLetter && def.missing.find(static_cast<char>(value)) != std::string_view::npos)
        return unimplemented(call_.function, " with ", def.name, " = ", value, " (",
                             std::string(1, static_cast<char>(value)), ")");
      prepared_.attributes[i] = value;
    }
    return absl::OkStatus();
  }

  // "operand 0 is tensor<3x4xf32>, expected f32[…, m, n]"
  Status wrong(std::string_view what, size_t i, TensorType type, const ArraySpec& spec) const {
    if (spec.dims.size() == 2 && type.rank() >= 2) std::swap(type.dims[type.dims.size() - 2], type.dims.back());
    std::string dims;
    for (int d = 0; d < info_.batchDims; ++d)
      strAppend(&dims, dims.empty() ? "" : ", ", batch_[static_cast<size_t>(d)]);
    for (char letter : spec.dims) {
      const int64_t size = sizes_[static_cast<size_t>(letter - 'a')];
      strAppend(&dims, dims.empty() ? "" : ", ", size < 0 ? std::string(1, letter) : strCat(size));
    }
    return invalidArgument(call_.function, ": ", what, " ", i, " is ", type.toString(), ", expected ",
                           dtypeName(typeOf(spec.kind, type_)), "[", dims, "]");
  }

  Status matchArray(std::string_view what, size_t i, const TensorType& type, const ArraySpec& spec) {
    const auto batchDims = static_cast<size_t>(info_.batchDims);
    if (type.dtype != typeOf(spec.kind, type_) || type.dims.size() != batchDims + spec.dims.size() ||
        absl::MakeConstSpan(type.dims).first(batchDims) != batch_)
      return wrong(what, i, type, spec);
    for (size_t d = 0; d < spec.dims.size(); ++d) {
      // In memory the last dimension of the signature comes first.
      const int64_t size = type.dims[type.dims.size() - 1 - d];
      if (size > std::numeric_limits<LapackInt>::max())
        return unimplemented(call_.function, ": a dimension of ", size, " elements: LAPACK counts in 32 bits");
      int64_t& known = sizes_[static_cast<size_t>(spec.dims[d] - 'a')];
      if (known < 0) derive(spec.dims[d], known);
      if (known < 0) known = size;
      if (known != size) return wrong(what, i, type, spec);
    }
    prepared_.sizes = sizes_;
    return absl::OkStatus();
  }

  // Sizes that follow from others.
  void derive(char letter, int64_t& size) const {
    const int64_t m = sizes_['m' - 'a'], n = sizes_['n' - 'a'];
    if (letter == 'k') size = std::min(m, n);
    if (letter == 'l') size = std::max<int64_t>(n - 1, 0);
    if (letter == 'u' && prepared_.letter(0) != 'N') size = prepared_.letter(0) == 'A' ? m : std::min(m, n);
    if (letter == 'v' && prepared_.letter(0) != 'N') size = prepared_.letter(0) == 'A' ? n : std::min(m, n);
  }

  Status checkSizes() const {
    const LapackState& p = prepared_;
    if (def_.name == "orgqr" && !(p.size('p') <= p.size('n') && p.size('n') <= p.size('m')))
      return invalidArgument(call_.function, ": ", p.size('p'), " reflectors make no ", p.size('m'), " x ", p.size('n'),
                             " matrix of orthonormal columns");
    if (def_.name == "ormqr") {
      const LapackInt order = p.attributes[0] != 0 ? p.size('m') : p.size('n');
      if (p.size('r') != order || p.size('p') > p.size('q') || p.size('p') > order)
        return invalidArgument(call_.function, ": ", p.size('p'), " reflectors in a ", p.size('r'), " x ", p.size('q'),
                               " matrix do not fit a ", p.size('m'), " x ", p.size('n'), " matrix on the ",
                               p.attributes[0] != 0 ? "left" : "right");
    }
    if (def_.name == "trsm") {
      const LapackInt order = p.letter(0) == 'L' ? p.size('m') : p.size('n');
      if (p.size('r') != order)
        return invalidArgument(call_.function, ": a triangle of ", p.size('r'), " rows does not fit a ", p.size('m'),
                               " x ", p.size('n'), " matrix on the ", p.letter(0) == 'L' ? "left" : "right");
    }
    // What these want of scratch memory leaves 32 bits first.
    const int64_t square = def_.name == "syevd"                         ? int64_t{p.size('n')} * p.size('n')
                           : def_.name == "gesdd" && p.letter(0) != 'N' ? int64_t{p.size('k')} * p.size('k')
                                                                        : 0;
    if (square > int64_t{20000} * 20000)
      return unimplemented(call_.function, " of a ", p.size(def_.name == "syevd" ? 'n' : 'm'), " x ", p.size('n'),
                           " matrix: LAPACK counts its work space in 32 bits");
    if (def_.name == "gehrd") {
      const int64_t n = p.size('n'), low = p.attributes[0], high = p.attributes[1];
      if (n == 0 ? low != 1 || high != 0 : low < 1 || low > high || high > n)
        return invalidArgument(call_.function, ": low = ", low, " and high = ", high, " of ", n, " rows");
    }
    return absl::OkStatus();
  }

  const LibraryCall& call_;
  const LapackRoutine& def_;
  const size_t type_;
  std::vector<ArraySpec> operands_, results_;
  absl::Span<const int64_t> batch_;
  std::array<int64_t, 26> sizes_ = [] {
    std::array<int64_t, 26> unknown;
    unknown.fill(-1);
    return unknown;
  }();
  LibraryCallInfo info_;
  LapackState prepared_;
};

template <typename T>
class LapackKernel final : public LibraryKernel {
 public:
  LapackKernel(const LibraryCall& call, const Matcher& matched, FoundRoutine found)
      : prepared_(matched.prepared()), run_(std::get<LapackRun<T>>(found.def->run)) {
    prepared_.routine = found.def->routines[found.type];
    const int64_t tasks = std::max<int64_t>(matched.info().tasks, 1);
    for (const TensorType& type : call.operands) {
      operandBytes_.push_back(type.bytes() / tasks);
      prepared_.operandElements.push_back(type.elements() / tasks);
    }
    for (const TensorType& type : call.results) resultBytes_.push_back(type.bytes() / tasks);
    findWork(found.def->name == "geev");
  }

  int64_t scratchBytes() const override {
    return intWorkAt() + roundUp(prepared_.intWork * int64_t{sizeof(LapackInt)}, 64);
  }

  void run(void* const* buffers, int64_t begin, int64_t end, void* scratch) const override {
    const OneThread oneThread;
    std::vector<void*> arrays(operandBytes_.size() + resultBytes_.size());
    LapackEntry<T> entry;
    entry.operands = arrays.data();
    entry.results = arrays.data() + operandBytes_.size();
    entry.work = static_cast<T*>(scratch);
    entry.realWork = reinterpret_cast<RealPart<T>*>(static_cast<char*>(scratch) + realWorkAt());
    entry.intWork = reinterpret_cast<LapackInt*>(static_cast<char*>(scratch) + intWorkAt());
    entry.lwork = static_cast<LapackInt>(prepared_.work);
    LapackState prepared = prepared_;
    for (int64_t i = begin; i < end; ++i) {
      for (size_t a = 0; a < arrays.size(); ++a) {
        const int64_t bytes = a < operandBytes_.size() ? operandBytes_[a] : resultBytes_[a - operandBytes_.size()];
        arrays[a] = static_cast<char*>(buffers[a]) + i * bytes;
      }
      run_(prepared, entry);
    }
  }

 private:
  // Asks the routine for the scratch memory it wants.
  void findWork(bool keepsCopies) {
    const OneThread oneThread;
    T wanted{};
    LapackInt unused[2] = {};
    LapackEntry<T> query;
    query.query = true;
    query.work = &wanted;
    query.intWork = unused;
    query.lwork = -1;
    RealPart<T> unusedReal[2] = {};
    query.realWork = unusedReal;
    run_(prepared_, query);
    // The answer is a float, of which f32 may be rounded down.
    constexpr auto kInf = std::numeric_limits<RealPart<T>>::infinity();
    prepared_.work = std::max<int64_t>(static_cast<int64_t>(std::nextafter(std::real(wanted), kInf)), 1);
    if (!keepsCopies) return;
    prepared_.work += prepared_.intWork;
    prepared_.intWork = 0;
  }
  int64_t realWorkAt() const { return roundUp(prepared_.work * int64_t{sizeof(T)}, 64); }
  int64_t intWorkAt() const { return realWorkAt() + roundUp(prepared_.realWork * int64_t{sizeof(RealPart<T>)}, 64); }

  LapackState prepared_;
  LapackRun<T> run_;
  std::vector<int64_t> operandBytes_, resultBytes_;  // of one batch entry
};

}  // namespace

bool isLapackFunction(std::string_view function) { return findRoutine(function).has_value(); }

LibraryArrays lapackArrays(std::string_view function) {
  const auto [operands, results] = arraysOf(*findRoutine(function));
  LibraryArrays out;
  for (const ArraySpec& spec : operands) out.operandRanks.push_back(static_cast<int>(spec.dims.size()));
  for (const ArraySpec& spec : results) out.resultRanks.push_back(static_cast<int>(spec.dims.size()));
  out.columnMajor = true;
  return out;
}

StatusOr<LibraryCallInfo> describeLapackCall(const LibraryCall& call) {
  Matcher matcher(call, *findRoutine(call.function));
  RETURN_IF_ERROR(matcher.run());
  return matcher.info();
}

StatusOr<std::unique_ptr<LibraryKernel>> makeLapackKernel(const LibraryCall& call) {
  const FoundRoutine found = *findRoutine(call.function);
  Matcher matcher(call, found);
  RETURN_IF_ERROR(matcher.run());
  std::unique_ptr<LibraryKernel> out;
  switch (found.type) {
    case 0:
      out = std::make_unique<LapackKernel<float>>(call, matcher, found);
      break;
    case 1:
      out = std::make_unique<LapackKernel<double>>(call, matcher, found);
      break;
    case 2:
      out = std::make_unique<LapackKernel<std::complex<float>>>(call, matcher, found);
      break;
    default:
      out = std::make_unique<LapackKernel<std::complex<double>>>(call, matcher, found);
      break;
  }
  return out;
}

}  // namespace partita
