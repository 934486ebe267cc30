#include "codegen/schedule/schedule.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/text.h"

namespace partita {

namespace {

constexpr std::string_view kBindings[] = {"serial", "task", "vector", "unroll", "block", "thread"};

constexpr std::string_view kStagings[] = {"", "register", "scratch", "shared"};

ScheduleStep step(ScheduleStepKind kind, std::string subject) {
  ScheduleStep s;
  s.kind = kind;
  s.subject = std::move(subject);
  return s;
}

}  // namespace

Schedule& Schedule::split(std::string piece, int64_t factor, std::string outer, std::string inner) {
  ScheduleStep s = step(ScheduleStepKind::kSplit, std::move(piece));
  s.number = factor;
  s.names = {std::move(outer), std::move(inner)};
  steps.push_back(std::move(s));
  return *this;
}
Schedule& Schedule::fuse(std::string first, std::string second, std::string fused) {
  ScheduleStep s = step(ScheduleStepKind::kFuse, std::move(first));
  s.names = {std::move(second), std::move(fused)};
  steps.push_back(std::move(s));
  return *this;
}
Schedule& Schedule::order(std::string statement, std::vector<std::string> pieces) {
  ScheduleStep s = step(ScheduleStepKind::kOrder, std::move(statement));
  s.names = std::move(pieces);
  steps.push_back(std::move(s));
  return *this;
}
Schedule& Schedule::share(std::string statement, int64_t loops) {
  ScheduleStep s = step(ScheduleStepKind::kShare, std::move(statement));
  s.number = loops;
  steps.push_back(std::move(s));
  return *this;
}
Schedule& Schedule::bind(std::string piece, Binding binding, int64_t number, std::string statement) {
  ScheduleStep s = step(ScheduleStepKind::kBind, std::move(piece));
  s.binding = binding;
  s.number = number;
  if (!statement.empty()) s.names = {std::move(statement)};
  steps.push_back(std::move(s));
  return *this;
}
Schedule& Schedule::partial(std::string statement, std::string piece) {
  ScheduleStep s = step(ScheduleStepKind::kPartial, std::move(statement));
  s.names = {std::move(piece)};
  steps.push_back(std::move(s));
  return *this;
}
Schedule& Schedule::launch(std::string statement) {
  steps.push_back(step(ScheduleStepKind::kLaunch, std::move(statement)));
  return *this;
}
Schedule& Schedule::stream(std::string statement) {
  steps.push_back(step(ScheduleStepKind::kStream, std::move(statement)));
  return *this;
}
Schedule& Schedule::inlined(std::string statement) {
  steps.push_back(step(ScheduleStepKind::kInline, std::move(statement)));
  return *this;
}
Schedule& Schedule::layout(std::string statement, std::vector<std::string> pieces, std::vector<int64_t> padding,
                           std::vector<int64_t> swizzle) {
  ScheduleStep s = step(ScheduleStepKind::kLayout, std::move(statement));
  s.names = std::move(pieces);
  s.padding = std::move(padding);
  s.padding.resize(s.names.size());
  s.swizzle = std::move(swizzle);
  s.swizzle.resize(s.names.size());
  steps.push_back(std::move(s));
  return *this;
}
Schedule& Schedule::stage(std::string statement, Staging staging) {
  ScheduleStep s = step(ScheduleStepKind::kStage, std::move(statement));
  s.staging = staging;
  steps.push_back(std::move(s));
  return *this;
}
Schedule& Schedule::prefetch(std::string statement) {
  steps.push_back(step(ScheduleStepKind::kPrefetch, std::move(statement)));
  return *this;
}

Schedule& Schedule::dot(std::string statement, std::string piece) {
  ScheduleStep s = step(ScheduleStepKind::kDot, std::move(statement));
  s.names = {std::move(piece)};
  steps.push_back(std::move(s));
  return *this;
}

Schedule& Schedule::tile(std::string statement, std::string m, std::string n, std::string k, int64_t lanes) {
  ScheduleStep s = step(ScheduleStepKind::kTile, std::move(statement));
  s.names = {std::move(m), std::move(n), std::move(k)};
  s.number = lanes;
  steps.push_back(std::move(s));
  return *this;
}

Schedule& Schedule::carry(std::string statement, std::string piece) {
  ScheduleStep s = step(ScheduleStepKind::kCarry, std::move(statement));
  s.names = {std::move(piece)};
  steps.push_back(std::move(s));
  return *this;
}

Schedule& Schedule::pipeline(std::string piece, int64_t rounds) {
  ScheduleStep s = step(ScheduleStepKind::kPipeline, std::move(piece));
  s.number = rounds;
  steps.push_back(std::move(s));
  return *this;
}

std::string stepToString(const ScheduleStep& s) {
  switch (s.kind) {
    case ScheduleStepKind::kSplit:
      return strCat("split ", s.subject, " ", s.number, " -> ", s.names[0], " ", s.names[1]);
    case ScheduleStepKind::kFuse:
      return strCat("fuse ", s.subject, " ", s.names[0], " -> ", s.names[1]);
    case ScheduleStepKind::kOrder:
      return strCat("order ", s.subject, ": ", absl::StrJoin(s.names, " "));
    case ScheduleStepKind::kShare:
      return strCat("share ", s.subject, " ", s.number);
    case ScheduleStepKind::kBind:
      return strCat("bind ", s.subject, " ", kBindings[static_cast<int>(s.binding)],
                    s.number != 0 ? strCat(" ", s.number) : "", s.names.empty() ? "" : strCat(" in ", s.names[0]));
    case ScheduleStepKind::kPartial:
      return strCat("partial ", s.subject, " ", s.names[0]);
    case ScheduleStepKind::kLaunch:
      return strCat("launch ", s.subject);
    case ScheduleStepKind::kStream:
      return strCat("stream ", s.subject);
    case ScheduleStepKind::kInline:
      return strCat("inline ", s.subject);
    case ScheduleStepKind::kLayout: {
      std::string text = strCat("layout ", s.subject, ":");
      for (size_t i = 0; i < s.names.size(); ++i)
        strAppend(&text, " ", s.names[i], s.padding[i] != 0 ? strCat("+", s.padding[i]) : "",
                  s.swizzle[i] != 0 ? strCat("^", s.swizzle[i]) : "");
      return text;
    }
    case ScheduleStepKind::kPrefetch:
      return strCat("prefetch ", s.subject);
    case ScheduleStepKind::kDot:
      return strCat("dot ", s.subject, " ", s.names[0]);
    case ScheduleStepKind::kCarry:
      return strCat("carry ", s.subject, " ", s.names[0]);
    case ScheduleStepKind::kPipeline:
      return strCat("pipeline ", s.subject, " ", s.number);
    case ScheduleStepKind::kTile:
      return strCat("tile ", s.subject, " ", absl::StrJoin(s.names, " "), s.number != 1 ? strCat(" ", s.number) : "");
    case ScheduleStepKind::kStage:
      return strCat("stage ", s.subject, " ", kStagings[static_cast<int>(s.staging)]);
  }
  return "?";
}

std::string scheduleToString(const Schedule& schedule) {
  std::string text;
  for (const ScheduleStep& s : schedule.steps) strAppend(&text, stepToString(s), "\n");
  return text;
}

StatusOr<Schedule> parseSchedule(std::string_view text, std::string_view origin, int firstLine) {
  Schedule schedule;
  int number = firstLine - 1;
  for (std::string line : std::vector<std::string>(absl::StrSplit(std::string(text), '\n'))) {
    ++number;
    line = line.substr(0, line.find('#'));
    std::vector<std::string> w = absl::StrSplit(line, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (w.empty()) continue;
    auto wrong = [&](std::string_view form) {
      return invalidArgument(origin, ":", number, ": '", line, "' is not of the form '", form, "'");
    };
    int64_t n = 0;
    if (w[0] == "split") {
      if (w.size() != 6 || w[3] != "->" || !absl::SimpleAtoi(w[2], &n))
        return wrong("split PIECE FACTOR -> OUTER INNER");
      schedule.split(w[1], n, w[4], w[5]);
    } else if (w[0] == "fuse") {
      if (w.size() != 5 || w[3] != "->") return wrong("fuse FIRST SECOND -> PIECE");
      schedule.fuse(w[1], w[2], w[4]);
    } else if (w[0] == "order") {
      if (w.size() < 2 || w[1].size() < 2 || w[1].back() != ':') return wrong("order STATEMENT: PIECE ...");
      schedule.order(w[1].substr(0, w[1].size() - 1), std::vector<std::string>(w.begin() + 2, w.end()));
    } else if (w[0] == "share") {
      if (w.size() != 3 || !absl::SimpleAtoi(w[2], &n)) return wrong("share STATEMENT LOOPS");
      schedule.share(w[1], n);
    } else if (w[0] == "bind") {
      static constexpr std::string_view kForm =
          "bind PIECE serial|task|unroll|unroll COPIES|vector LANES|block|thread|thread DIMENSION [in STATEMENT]";
      std::string in;
      if (w.size() > 4 && w[w.size() - 2] == "in") {
        in = w.back();
        w.resize(w.size() - 2);
      }
      if (w.size() < 3) return wrong(kForm);
      size_t binding = 0;
      while (binding < std::size(kBindings) && kBindings[binding] != w[2]) ++binding;
      if (binding == std::size(kBindings)) return wrong(kForm);
      const bool lanes = binding == static_cast<size_t>(Binding::kVector),
                 may = binding == static_cast<size_t>(Binding::kUnroll) ||
                       binding == static_cast<size_t>(Binding::kThread),
                 numbered = lanes || (may && w.size() == 4);
      if (w.size() != (numbered ? 4 : 3) || (numbered && !absl::SimpleAtoi(w[3], &n))) return wrong(kForm);
      schedule.bind(w[1], static_cast<Binding>(binding), n, in);
    } else if (w[0] == "partial") {
      if (w.size() != 3) return wrong("partial STATEMENT PIECE");
      schedule.partial(w[1], w[2]);
    } else if (w[0] == "dot") {
      if (w.size() != 3) return wrong("dot STATEMENT PIECE");
      schedule.dot(w[1], w[2]);
    } else if (w[0] == "layout") {
      static constexpr std::string_view kForm = "layout STATEMENT: PIECE[+PADDING][^SWIZZLE] ...";
      if (w.size() < 2 || w[1].size() < 2 || w[1].back() != ':') return wrong(kForm);
      std::vector<std::string> pieces;
      std::vector<int64_t> padding, swizzle;
      for (size_t i = 2; i < w.size(); ++i) {
        // What follows MARK is a number, which is cut off.
        bool fine = true;
        auto after = [&](char mark) {
          const size_t at = w[i].find(mark);
          if (at == std::string::npos) return int64_t{0};
          fine = fine && absl::SimpleAtoi(w[i].substr(at + 1), &n) && n >= 0;
          w[i].resize(at);
          return n;
        };
        swizzle.push_back(after('^'));
        padding.push_back(after('+'));
        if (!fine) return wrong(kForm);
        pieces.push_back(w[i]);
      }
      schedule.layout(w[1].substr(0, w[1].size() - 1), std::move(pieces), std::move(padding), std::move(swizzle));
    } else if (w[0] == "carry") {
      if (w.size() != 3) return wrong("carry STATEMENT PIECE");
      schedule.carry(w[1], w[2]);
    } else if (w[0] == "pipeline") {
      if (w.size() != 3 || !absl::SimpleAtoi(w[2], &n)) return wrong("pipeline PIECE ROUNDS");
      schedule.pipeline(w[1], n);
    } else if (w[0] == "tile") {
      n = 1;
      if ((w.size() != 5 && w.size() != 6) || (w.size() == 6 && !absl::SimpleAtoi(w[5], &n)))
        return wrong("tile STATEMENT ROWS COLUMNS SUMMED [LANES]");
      schedule.tile(w[1], w[2], w[3], w[4], n);
    } else if (w[0] == "stage") {
      size_t staging = 1;
      while (w.size() == 3 && staging < std::size(kStagings) && kStagings[staging] != w[2]) ++staging;
      if (w.size() != 3 || staging == std::size(kStagings)) return wrong("stage STATEMENT register|scratch|shared");
      schedule.stage(w[1], static_cast<Staging>(staging));
    } else if (w[0] == "launch" || w[0] == "stream" || w[0] == "inline" || w[0] == "prefetch") {
      if (w.size() != 2) return wrong(strCat(w[0], " STATEMENT"));
      static const ScheduleStepKind kKinds[] = {ScheduleStepKind::kLaunch, ScheduleStepKind::kStream,
                                                ScheduleStepKind::kInline, ScheduleStepKind::kPrefetch};
      schedule.steps.push_back(step(kKinds[w[0] == "launch"   ? 0
                                           : w[0] == "stream" ? 1
                                           : w[0] == "inline" ? 2
                                                              : 3],
                                    w[1]));
    } else {
      return invalidArgument(origin, ":", number, ": '", w[0],
                             "' is no step of a schedule: split, fuse, order, share, bind, inline, layout, stage, dot, "
                             "tile, pipeline, carry, prefetch, "
                             "partial, launch or stream");
    }
  }
  return schedule;
}

}  // namespace partita
