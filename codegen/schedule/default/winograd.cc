// Convolutions by Winograd's algorithm (lower/winograd.h): the kernel is transformed by a launch of its own, then for
// each block of tiles of the input:
//
//   task (block of tiles)
//     the tiles are transformed; each point is a matrix product of tiles and features; its sums are transformed
//
// A block of transformed tiles stays in L2, or is as large as the kernel, which each block reads. Where there are few
// blocks, each of the three steps is a launch of its own, with tasks of its own. Transformations are written out for
// a tile, in vectors along features. Of the gradient of a kernel, rows of the product are features of the input, and
// the sums are over tiles.
#include <algorithm>

#include "base/integers.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"
#include "codegen/schedule/default/product_parts.h"

namespace partita {

namespace {

constexpr int64_t kFewBlocks = 4;  // less than that are no tasks

const NestStatement* makerOf(const LoopNest& nest, ExprId read) {
  if (nest.function.exprs[read].kind != ExprKind::kTemp) return nullptr;
  for (const NestStatement& x : nest.statements) {
    if (!x.temps.empty() && x.temps[0] == nest.function.exprs[read].temp) return &x;
  }
  return nullptr;
}

// Axes of the product: tiles, points in two dimensions, features of the result, features of the input.
class WinogradSchedule {
 public:
  WinogradSchedule(const LoopNest& nest, const NestStatement& product, const ScheduleContext& context)
      : nest_(nest),
        product_(product),
        context_(context),
        lanes_(std::max(1, context.target.lanes(4))),
        tile_(axis(product, 0)),
        x_(axis(product, 1)),
        y_(axis(product, 2)),
        feature_(axis(product, 3)),
        i_(axis(product, 4)) {
    for (ExprId arg : nest.function.exprs[product.values[0]].args) {
      const NestStatement* maker = makerOf(nest, arg);
      (has(*maker, tile_) ? input_ : kernel_) = maker;
    }
    const NestStatement& elements = *(&rowsOf(*input_) - 1);
    for (ExprId load : loadsOf(nest.function, elements.values[0]))
      alongTiles_ = strideOf(nest.function, nest.function.exprs[load].args[0], i_.var) != 1;
  }

  Schedule make() {
    cutAxes();
    // Read as it lies in memory: it may come from there.
    transform(*kernel_, withPieces({}, {iT_, ir_, fT_, fr_}), fr_, iT_);
    layOut(*kernel_, {fT_, iT_, ir_, fr_}, false);
    s_.launch(rowsOf(*input_).name);
    if (alongTiles_) {
      transform(*input_, withPieces({}, {iT_, ir_, tT_, tt_, tr_}), tr_, iT_);
      layOut(*input_, {iT_, ir_, tT_, tt_, tr_}, true);
    } else {
      transform(*input_, withPieces({}, {tT_, tt_, tr_, iT_, ir_}), ir_, tT_);
      layOut(*input_, {tT_, tt_, tr_, iT_, ir_}, true);
    }
    multiply();
    const NestStatement &rows = *(&product_ + 1), &result = *(&product_ + 2);
    const std::vector<std::string> outer = withPieces({}, {tT_, tt_, tr_, fT_, fr_});
    transform(result, outer, fr_, tT_);
    if (blocked_)
      s_.share(rows.name, 1);
    else
      s_.launch(rows.name);
    for (const NestStatement* s = &result + 1; s <= &nest_.statements.back(); ++s)
      follow(*s, outer, {axis(result, 2).name, axis(result, 3).name}, fr_, tT_, &result);
    return std::move(s_);
  }

 private:
  const NestAxis& axis(const NestStatement& s, size_t i) const { return nest_.axis(s.axes[i].axis); }
  bool has(const NestStatement& s, const NestAxis& axis) const {
    return std::any_of(s.axes.begin(), s.axes.end(), [&](const AxisUse& u) { return &nest_.axis(u.axis) == &axis; });
  }
  // The step along rows of the transformation that RESULT, its step along columns, ends.
  static const NestStatement& rowsOf(const NestStatement& result) { return *(&result - 1); }

  void cutAxes() {
    const RegisterTile tile = alongTiles_
                                  ? RegisterTile{lanes_, lanes_}
                                  : chooseTile(context_.target, lanes_, tile_.extent, feature_.extent, feature_.extent);
    const int64_t points = x_.extent * y_.extent, tileBytes = 4 * points * (i_.extent + feature_.extent),
                  kernelBytes = 4 * points * i_.extent * feature_.extent;
    int64_t block = std::max(context_.target.l2Bytes / 2, kernelBytes) / tileBytes / tile.rows * tile.rows;
    block = std::max(block, tile.rows);
    blocked_ = !alongTiles_ && ceilDiv(tile_.extent, block) >= kFewBlocks;
    if (!blocked_) block = cut(nest_, context_, ceilDiv(tile_.extent, tile.rows), 1).chunk * tile.rows;
    const int64_t kernels = taskCount(context_.taskSeconds, 0, static_cast<double>(2 * kernelBytes),
                                      std::max<int64_t>(1, i_.extent / lanes_));
    tr_ = tile_.name, fr_ = feature_.name, ir_ = i_.name;
    int64_t tiles = tile_.extent, features = feature_.extent, inputs = i_.extent;
    tT_ = cutOff(s_, tr_, tiles, block, tile_, "T");
    tt_ = cutOff(s_, tr_, tiles, tile.rows, tile_, "t");
    fT_ = cutOff(s_, fr_, features, tile.columns, feature_, "T");
    // Blocks of whole vectors, all of one size.
    iT_ = cutOff(s_, ir_, inputs,
                 lanes_ * divisor(std::max<int64_t>(1, i_.extent / lanes_), i_.extent / lanes_ / kernels), i_, "T");
    columns_ = std::min(tile.columns, feature_.extent);
  }

  // The matrices of all points are written and read together: not all at distances that share sets of the caches.
  // OWN: memory for a block only, where there are blocks.
  void layOut(const NestStatement& s, std::initializer_list<std::string> pieces, bool own) {
    std::vector<std::string> all = withPieces({x_.name, y_.name}, pieces);
    if (own && blocked_) all.erase(std::remove(all.begin(), all.end(), tT_), all.end());
    std::vector<int64_t> padding(all.size());
    padding[2] = lanes_;
    s_.layout(s.name, std::move(all), std::move(padding));
  }

  // Loops OUTER of S, and inside them copies for UNROLLED; vectors along VECTOR.
  void follow(const NestStatement& s, std::vector<std::string> outer, const std::vector<std::string>& unrolled,
              const std::string& vector, const std::string& task, const NestStatement* with) {
    const int64_t shared = static_cast<int64_t>(outer.size());
    outer.insert(outer.end(), unrolled.begin(), unrolled.end());
    for (const std::string& piece : unrolled) s_.bind(piece, Binding::kUnroll);
    s_.order(s.name, std::move(outer));
    s_.bind(vector, Binding::kVector, lanes_, s.name);
    if (!task.empty()) s_.bind(task, Binding::kTask, 0, s.name);
    if (with != nullptr) s_.share(s.name, shared);
  }

  // Both steps of a transformation, inside the loops OUTER: for each column its rows, then for each row its columns.
  void transform(const NestStatement& result, const std::vector<std::string>& outer, const std::string& vector,
                 const std::string& task) {
    const NestStatement& rows = rowsOf(result);
    if (&rows - 1 >= nest_.statements.data() && (&rows - 1)->kind == NestKind::kValue) s_.inlined((&rows - 1)->name);
    for (const NestStatement* s : {&rows, &result}) {
      std::vector<std::string> unrolled;
      for (size_t a = 0; a < s->axes.size(); ++a) {
        const NestAxis* own = &axis(*s, a);
        if (own != &tile_ && own != &feature_ && own != &i_) unrolled.push_back(own->name);
      }
      if (s == &rows) std::swap(unrolled[0], unrolled[1]);
      follow(*s, outer, unrolled, vector, task, s == &rows ? nullptr : &rows);
    }
  }

  void multiply() {
    if (tile_.extent > 1) s_.bind(tr_, Binding::kUnroll, 0, product_.name);
    s_.bind(fr_, Binding::kVector, columns_, product_.name).bind(ir_, Binding::kUnroll, 4, product_.name);
    for (const NestAxis* point : {&x_, &y_}) s_.bind(point->name, Binding::kSerial, 0, product_.name);
    if (blocked_) {
      s_.bind(tT_, Binding::kTask, 0, product_.name);
      s_.order(product_.name, withPieces({tT_, x_.name, y_.name}, {fT_, tt_, fr_, iT_, ir_, tr_}));
      s_.share(product_.name, 1);
    } else {
      s_.launch(product_.name);
      s_.bind(x_.name, Binding::kTask, 0, product_.name);
      s_.order(product_.name, withPieces({x_.name, y_.name}, {fT_, tT_, tt_, fr_, iT_, ir_, tr_}));
    }
    layOut(product_, {tT_, tt_, tr_, fT_, fr_}, true);
  }

  const LoopNest& nest_;
  const NestStatement& product_;
  const ScheduleContext& context_;
  const int64_t lanes_;
  const NestAxis &tile_, &x_, &y_, &feature_, &i_;
  const NestStatement *kernel_ = nullptr, *input_ = nullptr;
  Schedule s_;
  bool blocked_ = false;
  bool alongTiles_ = false;  // the input is contiguous along what are rows of the product, not what is summed over
  int64_t columns_ = 1;
  std::string tT_, tt_, tr_, fT_, fr_, iT_, ir_;  // pieces; "": there is none
};

}  // namespace

bool isWinograd(const LoopNest& nest, const NestStatement& sum) {
  const Expr& e = nest.function.exprs[sum.values[0]];
  return e.kind == ExprKind::kOp && e.op == ScalarOp::kMultiply && sum.axes.size() == 5 &&
         std::all_of(e.args.begin(), e.args.end(), [&](ExprId arg) {
           const NestStatement* maker = makerOf(nest, arg);
           return maker != nullptr && maker->kind == NestKind::kReduction;
         });
}

Schedule winogradSchedule(const LoopNest& nest, const NestStatement& product, const ScheduleContext& context) {
  return WinogradSchedule(nest, product, context).make();
}

}  // namespace partita
