#include "launcher/solve/solve_plot.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>
#include <vector>

namespace partita {
namespace {

// Pixels. A panel is the area between the axes.
constexpr double kWidth = 960, kLeft = 96, kRight = 24, kHeader = 84;
constexpr double kPanelWidth = kWidth - kLeft - kRight, kPanelHeight = 260, kBelowPanel = 116;
constexpr const char* kCostColor = "#1f5fa8";
constexpr const char* kBoundColor = "#b8560f";
constexpr const char* kLimitColor = "#b3261e";

std::string fixed(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof(text), "%.*f", decimals, value);
  return text;
}
std::string pixel(double value) { return fixed(value, 1); }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      out += c;
  }
  return out;
}

// 1234567 -> "1 234 567"
std::string grouped(int64_t value) {
  std::string digits = std::to_string(value);
  const int first = digits[0] == '-' ? 1 : 0;
  for (int at = static_cast<int>(digits.size()) - 3; at > first; at -= 3) digits.insert(at, "\u2009");
  return digits;
}

struct Axis {
  double low = 0, high = 1;
  bool logarithmic = false;
  double at(double value) const {  // 0 to 1
    if (logarithmic) return std::log(std::max(value, low) / low) / std::log(high / low);
    return (value - low) / (high - low);
  }
};

struct Tick {
  double value;
  std::string label;
};

// At 1, 2 or 5 times a power of ten, labelled in thousands, millions, … and no finer than INTEGERS allow.
std::vector<Tick> linearTicks(const Axis& axis, int about, bool integers) {
  const double rough = (axis.high - axis.low) / about;
  double step = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    if (step * factor < rough) continue;
    step *= factor;
    break;
  }
  if (integers) step = std::max(step, 1.0);
  const double largest = std::max(std::abs(axis.low), std::abs(axis.high));
  const char* const units[] = {"", "k", "M", "G", "T", "P", "E"};
  int unit = 0;
  double scale = 1;
  for (; largest >= 10000 * scale && unit < 6; ++unit) scale *= 1000;
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step / scale) - 1e-9)), 0, 9);
  std::vector<Tick> ticks;
  const double first = std::ceil(axis.low / step - 1e-9);
  for (int i = 0; i <= 2 * about; ++i) {
    const double value = (first + i) * step;
    if (value > axis.high + 1e-9 * step) break;
    ticks.push_back({value, value == 0 ? "0" : strCat(fixed(value / scale, decimals), units[unit])});
  }
  return ticks;
}

std::vector<Tick> timeTicks(const Axis& axis) {
  if (!axis.logarithmic) return linearTicks(axis, 8, false);
  std::vector<Tick> ticks;
  const bool dense = axis.high / axis.low < 300;
  for (double power = std::pow(10, std::floor(std::log10(axis.low))); power <= axis.high; power *= 10)
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = power * factor;
      if (value < axis.low * (1 - 1e-9) || value > axis.high || (factor > 1 && !dense)) continue;
      ticks.push_back({value, fixed(value, std::max(0, static_cast<int>(std::ceil(-std::log10(power) - 1e-9))))});
    }
  return ticks;
}

class Panel {
 public:
  Panel(double top, Axis x, Axis y, std::string* out) : top_(top), x_(x), y_(y), out_(out) {}

  double x(double value) const { return kLeft + kPanelWidth * std::clamp(x_.at(value), 0.0, 1.0); }
  // Values far outside are drawn outside, where the panel's clip hides them.
  double y(double value) const { return top_ + kPanelHeight * (1 - std::clamp(y_.at(value), -1.0, 2.0)); }

  void text(double px, double py, std::string_view attributes, std::string_view words) const {
    strAppend(out_, "<text x=\"", pixel(px), "\" y=\"", pixel(py), "\" ", attributes, ">", escaped(words), "</text>\n");
  }
  void line(double x1, double y1, double x2, double y2, std::string_view attributes) const {
    strAppend(out_, "<line x1=\"", pixel(x1), "\" y1=\"", pixel(y1), "\" x2=\"", pixel(x2), "\" y2=\"", pixel(y2),
              "\" ", attributes, "/>\n");
  }

  void frame(const std::vector<Tick>& xTicks, const std::vector<Tick>& yTicks, std::string_view title,
             std::string_view xTitle, std::string_view yTitle) const {
    const double bottom = top_ + kPanelHeight;
    text(kLeft, top_ - 34, "class=\"title\"", title);
    for (const Tick& tick : yTicks) {
      line(kLeft, y(tick.value), kLeft + kPanelWidth, y(tick.value), "class=\"grid\"");
      text(kLeft - 8, y(tick.value) + 4, "text-anchor=\"end\"", tick.label);
    }
    for (const Tick& tick : xTicks) {
      line(x(tick.value), bottom, x(tick.value), bottom + 5, "class=\"axis\"");
      text(x(tick.value), bottom + 19, "text-anchor=\"middle\"", tick.label);
    }
    line(kLeft, top_, kLeft, bottom, "class=\"axis\"");
    line(kLeft, bottom, kLeft + kPanelWidth, bottom, "class=\"axis\"");
    text(kLeft + kPanelWidth / 2, bottom + 38, "text-anchor=\"middle\"", xTitle);
    const double middle = top_ + kPanelHeight / 2;
    text(24, middle, strCat("text-anchor=\"middle\" transform=\"rotate(-90 24 ", pixel(middle), ")\""), yTitle);
  }

  // Steps through POINTS: each value holds until the next, the last until the right edge.
  std::string stepPath(const std::vector<std::pair<double, double>>& points) const {
    std::string path;
    for (size_t i = 0; i < points.size(); ++i) {
      if (i == 0)
        strAppend(&path, "M", pixel(x(points[0].first)), " ", pixel(y(points[0].second)));
      else
        strAppend(&path, "H", pixel(x(points[i].first)), "V", pixel(y(points[i].second)));
    }
    return path;
  }
  void path(std::string_view d, std::string_view attributes) const {
    strAppend(out_, "<path clip-path=\"url(#", clip(), ")\" d=\"", d, "\" ", attributes, "/>\n");
  }
  void defineClip() const {
    strAppend(out_, "<clipPath id=\"", clip(), "\"><rect x=\"", pixel(kLeft), "\" y=\"", pixel(top_), "\" width=\"",
              pixel(kPanelWidth), "\" height=\"", pixel(kPanelHeight), "\"/></clipPath>\n");
  }
  void band(double left, double right, std::string_view attributes) const {
    strAppend(out_, "<rect x=\"", pixel(left), "\" y=\"", pixel(top_), "\" width=\"", pixel(right - left),
              "\" height=\"", pixel(kPanelHeight), "\" ", attributes, "/>\n");
  }
  // Entries (text, stroke) side by side, between the title and the panel.
  void legend(const std::vector<std::pair<std::string, std::string>>& entries) const {
    double at = kLeft;
    for (const auto& [words, stroked] : entries) {
      line(at, top_ - 16, at + 24, top_ - 16, stroked);
      text(at + 30, top_ - 12, "", words);
      const auto letters = std::count_if(words.begin(), words.end(), [](char c) { return (c & 0xc0) != 0x80; });
      at += 30 + 6.8 * static_cast<double>(letters) + 24;  // letters are about 6.8 wide
    }
  }

 private:
  std::string clip() const { return strCat("panel", static_cast<int>(top_)); }

  const double top_;
  const Axis x_, y_;
  std::string* const out_;
};

std::string stroke(std::string_view color, std::string_view more = "") {
  return strCat("fill=\"none\" stroke=\"", color, "\" stroke-width=\"2\"", more);
}

void drawCost(const SolveReport& report, double top, std::string* out) {
  std::vector<std::pair<double, double>> costs, bounds;
  for (const SearchEvent& event : report.events) {
    if (event.feasible && (costs.empty() || costs.back().second != static_cast<double>(event.cost)))
      costs.emplace_back(event.seconds, static_cast<double>(event.cost));
    if (std::isfinite(event.bound) && (bounds.empty() || bounds.back().second != event.bound))
      bounds.emplace_back(event.seconds, event.bound);
  }
  double first = report.seconds;
  for (const auto* points : {&costs, &bounds})
    if (!points->empty()) first = std::min(first, points->front().first);
  Axis x{std::max(first, 0.01), std::max(report.seconds, 0.02), true};
  if (x.high < 10 * x.low) x = {0, x.high, false};
  // Early costs and bounds may be far off: the axis is for the end of the race, and says what it cuts off.
  Axis y{0, 1, false};
  std::string cutOff;
  if (!costs.empty() || !bounds.empty()) {
    const double best = costs.empty() ? bounds.back().second : costs.back().second;
    const double bound = bounds.empty() ? best : bounds.back().second;
    const double span = std::max({best - bound, 0.01 * std::abs(best), 1.0});
    y = {bound, best, false};
    for (const auto& point : costs) y.high = std::max(y.high, std::min(point.second, best + 4 * span));
    for (const auto& point : bounds) y.low = std::min(y.low, std::max(point.second, bound - 2 * span));
    const double margin = std::max(0.08 * (y.high - y.low), 0.05 * span);
    y.high += margin;
    y.low -= margin;
    if (!costs.empty() && costs.front().second > y.high)
      cutOff = strCat("first answer, off the scale: ", grouped(std::llround(costs.front().second)), " at ",
                      fixed(costs.front().first, 2), " s");
  }
  const Panel panel(top, x, y, out);
  panel.defineClip();
  panel.frame(timeTicks(x), linearTicks(y, 6, true), "Best cost and proven bound over time",
              x.logarithmic ? "seconds since the start (logarithmic)" : "seconds since the start", "cost");
  if (costs.empty()) panel.text(kLeft + kPanelWidth, top - 12, "text-anchor=\"end\"", "no feasible answer");
  if (!cutOff.empty()) panel.text(kLeft + kPanelWidth, top - 12, "text-anchor=\"end\" fill=\"#555\"", cutOff);
  const auto draw = [&](std::vector<std::pair<double, double>> points, std::string_view color) {
    if (points.empty()) return;
    points.emplace_back(report.seconds, points.back().second);
    panel.path(panel.stepPath(points), stroke(color));
  };
  draw(bounds, kBoundColor);
  draw(costs, kCostColor);
  panel.legend({{"best feasible cost", stroke(kCostColor)}, {"bound: nothing costs less", stroke(kBoundColor)}});
}

// Shades the panel where the limit of MEMORY has a price, by the sum of the prices within each two pixels. Whether
// there is any.
bool shadePrices(const std::vector<MemoryPrice>& prices, int memory, const Panel& panel) {
  constexpr double kColumn = 2;
  constexpr int kShades = 12;
  std::vector<double> sums(static_cast<size_t>(kPanelWidth / kColumn) + 1);
  const auto columnOf = [&](double moment) { return static_cast<size_t>((panel.x(moment) - kLeft) / kColumn); };
  for (const MemoryPrice& price : prices) {
    if (price.memory != memory || !(price.costPerUnit > 0)) continue;
    const size_t first = columnOf(static_cast<double>(price.begin));
    const size_t last = std::max(first, columnOf(static_cast<double>(price.end - 1)));
    for (size_t c = first; c <= last; ++c) sums[c] += price.costPerUnit / static_cast<double>(last - first + 1);
  }
  const double most = *std::max_element(sums.begin(), sums.end());
  if (most <= 0) return false;
  const auto shade = [&](size_t c) { return static_cast<int>(std::ceil(kShades * sums[c] / most)); };
  for (size_t begin = 0, end = 0; begin < sums.size(); begin = end) {
    for (end = begin + 1; end < sums.size() && shade(end) == shade(begin);) ++end;
    if (shade(begin) > 0)
      panel.band(kLeft + kColumn * static_cast<double>(begin),
                 std::min(kLeft + kColumn * static_cast<double>(end), kLeft + kPanelWidth),
                 strCat("fill=\"", kLimitColor, "\" opacity=\"", fixed(0.08 + 0.4 * shade(begin) / kShades, 2), "\""));
  }
  return true;
}

void drawUsage(const SolveReport& report, int memory, double top, std::string* out) {
  const ChoiceProblem& problem = *report.problem;
  const Solution& solution = report.solution;
  const int64_t limit = problem.limit(memory);
  std::vector<std::pair<int64_t, int64_t>> steps;
  if (!solution.choices.empty()) steps = usageOverTime(problem, solution.choices, memory);
  int64_t peak = 0, peakMoment = 0;
  for (const auto& [moment, usage] : steps)
    if (usage > peak) peak = usage, peakMoment = moment;
  Axis x;
  if (!steps.empty()) {
    x.low = static_cast<double>(steps.front().first);
    // Moments near 2^63 differ by less than a double tells apart.
    x.high = std::max(static_cast<double>(steps.back().first), x.low + std::max(1.0, 1e-9 * x.low));
  }
  const double most = static_cast<double>(limit == kNoLimit ? peak : std::max(peak, limit));
  const Axis y{0, std::max(1.0, 1.12 * most), false};
  const Panel panel(top, x, y, out);
  panel.defineClip();
  // The highest usage within each half pixel is drawn: a spike may be a single moment.
  std::vector<std::pair<double, double>> points;
  const double column = (x.high - x.low) / (2 * kPanelWidth);
  int64_t lastColumn = -1;
  for (const auto& [moment, usage] : steps) {
    const int64_t at = static_cast<int64_t>((static_cast<double>(moment) - x.low) / column);
    const double value = static_cast<double>(usage);
    if (at != lastColumn)
      points.emplace_back(static_cast<double>(moment), value);
    else
      points.back().second = std::max(points.back().second, value);
    lastColumn = at;
  }
  const bool priced = !steps.empty() && shadePrices(solution.prices, memory, panel);
  panel.frame(linearTicks(x, 10, true), linearTicks(y, 6, true),
              strCat("Usage of memory ", memory, " over the schedule"), "moment of the schedule", "usage in bytes");
  if (points.empty()) {
    panel.text(kLeft + kPanelWidth / 2, top + kPanelHeight / 2, "text-anchor=\"middle\"", "nothing uses it");
  } else {
    const std::string line = panel.stepPath(points);
    const std::string base = pixel(panel.y(0));
    panel.path(strCat(line, "V", base, "H", pixel(panel.x(points.front().first)), "Z"),
               strCat("fill=\"", kCostColor, "\" opacity=\"0.18\""));
    panel.path(line, strCat("fill=\"none\" stroke=\"", kCostColor, "\" stroke-width=\"1\""));
    const double px = panel.x(static_cast<double>(peakMoment)), py = panel.y(static_cast<double>(peak));
    strAppend(out, "<circle cx=\"", pixel(px), "\" cy=\"", pixel(py), "\" r=\"3.5\" fill=\"", kCostColor, "\"/>\n");
  }
  std::vector<std::pair<std::string, std::string>> legend = {
      {strCat(
           "peak ", grouped(peak), " at moment ", peakMoment,
           limit == kNoLimit || limit == 0
               ? ""
               : strCat(" (", percentText(static_cast<double>(peak) / static_cast<double>(limit)), " of the limit)")),
       stroke(kCostColor)}};
  if (limit != kNoLimit) {
    const double py = panel.y(static_cast<double>(limit));
    const std::string dashed = stroke(kLimitColor, " stroke-dasharray=\"7 4\"");
    panel.line(kLeft, py, kLeft + kPanelWidth, py, dashed);
    legend.push_back({strCat("limit ", grouped(limit)), dashed});
  }
  panel.legend(legend);
  if (priced)
    panel.text(kLeft, top + kPanelHeight + 54, "fill=\"#555\"",
               "Shaded: moments at which a higher limit would lower the bound; the darker, the more.");
}

}  // namespace

std::string solvePlot(const SolveReport& report) {
  const int memories = report.problem->numMemories();
  const double height = kHeader + (1 + memories) * (kPanelHeight + kBelowPanel);
  std::string out =
      strCat("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", pixel(kWidth), "\" height=\"", pixel(height),
             "\" viewBox=\"0 0 ", pixel(kWidth), " ", pixel(height),
             "\" font-family=\"Helvetica, Arial, DejaVu Sans, sans-serif\" font-size=\"12\" fill=\"#222\">\n"
             "<style>.title{font-size:14px;font-weight:bold} .grid{stroke:#ddd} .axis{stroke:#444}</style>\n"
             "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
  const Solution& solution = report.solution;
  std::string heading = report.instance.empty() ? report.file : report.instance;
  strAppend(&heading, ": ",
            !solution.feasible ? "no feasible answer"
            : solution.optimal ? strCat("cost ", grouped(solution.cost), ", optimal")
                               : strCat("cost ", grouped(solution.cost), ", gap ", percentText(solution.gap())));
  strAppend(&out, "<text x=\"", pixel(kLeft), "\" y=\"24\" font-size=\"16\" font-weight=\"bold\">", escaped(heading),
            "</text>\n");
  drawCost(report, kHeader, &out);
  for (int memory = 0; memory < memories; ++memory)
    drawUsage(report, memory, kHeader + (1 + memory) * (kPanelHeight + kBelowPanel), &out);
  return out + "</svg>\n";
}

}  // namespace partita
