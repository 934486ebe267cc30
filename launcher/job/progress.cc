#include "launcher/job/progress.h"

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "collectives/mpi/mpi_world.h"
#include "launcher/json_output.h"
#include "launcher/plan_text.h"
#include "launcher/process.h"

namespace partita {
namespace {

std::string rateText(double perSecond) {
  char text[32];
  if (perSecond >= 1e6) {
    std::snprintf(text, sizeof(text), "%.2fM", perSecond / 1e6);
  } else if (perSecond >= 1e4) {
    std::snprintf(text, sizeof(text), "%.1fk", perSecond / 1e3);
  } else {
    std::snprintf(text, sizeof(text), "%.0f", perSecond);
  }
  return text;
}

// mpirun gives each rank a terminal of its own and copies from it: what counts is where mpirun's own output goes.
bool writesToTerminal() {
  if (!isatty(STDOUT_FILENO)) return false;
  if (!MpiWorld::launchedByMpirun()) return true;
  std::error_code error;
  const std::string target = std::filesystem::read_symlink(strCat("/proc/", getppid(), "/fd/1"), error).string();
  return target.rfind("/dev/pts/", 0) == 0 || target.rfind("/dev/tty", 0) == 0;
}

bool isReal(const Metric& metric) { return metric.value && metric.type.rank() == 0 && !isComplex(metric.type.dtype); }

using Json = nlohmann::ordered_json;

Json elementOf(const Tensor& tensor, int64_t flat) {
  const DType dtype = tensor.type().dtype;
  if (dtype == DType::kI1) return tensor.asInt(flat) != 0;
  if (dtype == DType::kUI64) return static_cast<uint64_t>(tensor.asInt(flat));
  if (isInteger(dtype)) return tensor.asInt(flat);
  if (isComplex(dtype)) {
    const int64_t half = dtypeBytes(dtype) / 2;
    const DType part = dtype == DType::kC64 ? DType::kF32 : DType::kF64;
    const std::byte* at = tensor.data() + flat * 2 * half;
    Json out = Json::array();
    for (int i = 0; i < 2; ++i) out.push_back(jsonNumber<Json>(loadAsDouble(part, at + i * half), half > 4 ? 17 : 9));
    return out;
  }
  return jsonNumber<Json>(tensor.asDouble(flat), dtypeBytes(dtype) > 4 ? 17 : 9);
}

// The part of TENSOR that begins at element FLAT and spans dimensions DIM and on.
Json elementsOf(const Tensor& tensor, size_t dim, int64_t flat) {
  const Dims& dims = tensor.type().dims;
  if (dim == dims.size()) return elementOf(tensor, flat);
  int64_t stride = 1;
  for (size_t d = dim + 1; d < dims.size(); ++d) stride *= dims[d];
  Json out = Json::array();
  for (int64_t i = 0; i < dims[dim]; ++i) out.push_back(elementsOf(tensor, dim + 1, flat + i * stride));
  return out;
}

Json valueOf(const Metric& metric) {
  return metric.value ? elementsOf(*metric.value, 0, 0) : Json(metric.type.toString());
}

}  // namespace

std::string metricJson(const Metric& metric) { return jsonLine(valueOf(metric)); }

std::string metricsBefore(std::string_view text, int64_t step) {
  size_t kept = 0;
  for (size_t begin = 0, end; (end = text.find('\n', begin)) != std::string_view::npos; begin = end + 1) {
    const nlohmann::json line = nlohmann::json::parse(text.substr(begin, end - begin), nullptr, false);
    if (!line.is_object() || !line.contains("step") || !line["step"].is_number_integer() || line["step"] >= step) break;
    kept = end + 1;
  }
  return std::string(text.substr(0, kept));
}

StatusOr<Progress> Progress::open(int64_t steps, int64_t logEvery, int64_t items, std::string itemName,
                                  const std::string& metricsPath, int64_t firstStep) {
  Progress progress;
  progress.steps_ = steps;
  progress.logEvery_ = logEvery;
  progress.items_ = items;
  progress.itemName_ = std::move(itemName);
  progress.firstStep_ = progress.done_ = firstStep;
  progress.inPlace_ = writesToTerminal();
  progress.metricsPath_ = metricsPath;
  if (!metricsPath.empty()) {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::path(metricsPath).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder, error);
    if (firstStep > 0 && std::filesystem::exists(metricsPath, error)) {
      ASSIGN_OR_RETURN(const std::string text, readFile(metricsPath, "metrics"));
      RETURN_IF_ERROR(writeFile(metricsPath, metricsBefore(text, firstStep)));
    }
    progress.metrics_.open(metricsPath, firstStep > 0 ? std::ios::app : std::ios::trunc);
    if (!progress.metrics_)
      return invalidArgument(metricsPath, ": cannot be written (metrics): ", std::strerror(errno));
  }
  return progress;
}

Status Progress::report(const StepReport& report) {
  double shownValue = 0;
  if (!report.metrics.empty()) {
    for (const Metric& metric : report.metrics) {
      if (isReal(metric) && (shown_.empty() || metric.name == "loss")) shown_ = metric.name;
    }
    for (const Metric& metric : report.metrics) {
      if (metric.name == shown_) shownValue = metric.value->asDouble(0);
    }
  }
  if (done_ == firstStep_) first_ = shownValue;
  last_ = shownValue;
  ++done_;
  total_ += report.seconds;
  interval_ += report.seconds;
  intervalCommunication_ += report.communicationSeconds;
  ++intervalSteps_;

  if (!metricsPath_.empty()) {
    Json line = {{"step", report.step}};
    for (const Metric& metric : report.metrics) line[metric.name] = valueOf(metric);
    metrics_ << jsonLine(line) << std::endl;
    if (!metrics_) return invalidArgument(metricsPath_, ": cannot be written (metrics): ", std::strerror(errno));
  }
  if (done_ % logEvery_ == 0 || done_ == steps_ || done_ == firstStep_ + 1) line(report);
  return absl::OkStatus();
}

void Progress::line(const StepReport& last) {
  const double seconds = interval_ / static_cast<double>(intervalSteps_);
  char text[256];
  std::snprintf(text, sizeof(text), "step %*lld/%lld  %s %.4f  %s %s/s  %s  comm %.0f%%  mem %s  eta %s",
                static_cast<int>(std::to_string(steps_).size()), static_cast<long long>(last.step + 1),
                static_cast<long long>(steps_), shown_.empty() ? "-" : shown_.c_str(), last_,
                rateText(static_cast<double>(items_) / seconds).c_str(), itemName_.c_str(),
                secondsText(seconds).c_str(), interval_ > 0 ? 100 * intervalCommunication_ / interval_ : 0,
                bytesText(static_cast<double>(peakMemoryBytes())).c_str(),
                steps_ == done_ ? "0 s" : secondsText(seconds * static_cast<double>(steps_ - done_)).c_str());
  if (inPlace_) {
    std::printf("\r\033[K%s", text);
    lineOpen_ = true;
  } else {
    std::printf("%s\n", text);
  }
  std::fflush(stdout);
  interval_ = intervalCommunication_ = 0;
  intervalSteps_ = 0;
}

void Progress::endLine() {
  if (lineOpen_) std::printf("\n");
  lineOpen_ = false;
  std::fflush(stdout);
}

void Progress::finish() const {
  std::printf(
      "done: %lld steps in %s (%s %s/s)", static_cast<long long>(done_ - firstStep_), secondsText(total_).c_str(),
      rateText(static_cast<double>(items_ * (done_ - firstStep_)) / std::max(total_, 1e-9)).c_str(), itemName_.c_str());
  if (!shown_.empty()) std::printf(", %s %.4f -> %.4f", shown_.c_str(), first_, last_);
  if (!metricsPath_.empty()) std::printf(", metrics in %s", metricsPath_.c_str());
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace partita
