// What loop_ir.h calls undefined is found by the interpreter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/support/block_kernel.h"
#include "tests/support/loop_interpreter.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

struct Misuse {
  std::string name;
  std::function<void(Blocks&, LoopBufferId x, LoopBufferId s)> body;  // x: f32[64] read, written; s: shared f32[64]
  std::string message;
};

TEST(LoopGpuMisuseTest, MisuseIsFoundInAnyOrder) {
  auto one = [](Blocks& k) { return k.b.constant(DType::kF32, 1); };
  auto next = [](Blocks& k) { return k.b.mod(k.b.add(k.thread, k.i(1)), k.i(64)); };
  const Misuse cases[] = {
      {"barrier in a branch",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openIf(k.less(k.thread, k.i(7)));
         k.b.barrier();
         k.b.close();
       },
       "divergence: not all of threads 0 to 63 get here: thread 7 has ended"},
      {"two barriers that are not the same",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openIf(k.less(k.thread, k.i(7)));
         k.b.barrier();
         k.b.close();
         k.b.barrier();
       },
       "divergence"},
      {"barrier in a loop that some threads run longer",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openFor("i", k.i(0), k.b.add(k.b.div(k.thread, k.i(32)), k.i(1)), LoopKind::kSerial);
         k.b.barrier();
         k.b.close();
       },
       "divergence"},
      {"read without a barrier",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.store(s, k.thread, one(k));
         k.b.barrier();
         k.b.store(s, k.thread, one(k));
         k.b.store(x, k.thread, k.b.load(s, next(k)));
       },
       "race: "},
      {"written over while others read",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.store(s, k.thread, one(k));
         k.b.barrier();
         k.b.store(x, k.thread, k.b.load(s, next(k)));
         k.b.store(s, k.thread, one(k));
       },
       "race: "},
      {"all write one element", [&](Blocks& k, LoopBufferId, LoopBufferId s) { k.b.store(s, k.i(0), one(k)); },
       "race: writes s[0], written by"},
      {"race through a parameter",
       [&](Blocks& k, LoopBufferId x, LoopBufferId) { k.b.store(x, k.thread, k.b.load(x, next(k))); }, "race: "},
      {"a warp's barrier does not order two warps",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.store(s, k.thread, one(k));
         k.b.barrier();
         k.b.store(s, k.thread, one(k));
         k.b.barrier(SyncScope::kWarp);
         k.b.store(x, k.thread, k.b.load(s, next(k)));
       },
       "race: "},
      {"atomic beside a plain read",
       [&](Blocks& k, LoopBufferId x, LoopBufferId) {
         k.b.atomic(AtomicOp::kAdd, x, k.i(0), one(k));
         k.b.openIf(k.equal(k.thread, k.i(5)));
         k.b.let(k.b.load(x, k.i(0)));
         k.b.close();
       },
       "race: "},
      // A ballot lets all of a warp come so far, and orders no memory.
      {"a warp has read what one of it writes",
       [&](Blocks& k, LoopBufferId x, LoopBufferId) {
         k.b.openIf(k.less(k.thread, k.i(32)));
         k.b.let(k.b.load(x, k.i(0)));
         k.b.ballot(k.b.constantInt(DType::kI1, 1));
         k.b.openIf(k.equal(k.thread, k.i(9)));
         k.b.let(k.b.load(x, k.i(0)));  // its own is the last
         k.b.store(x, k.i(0), one(k));
         k.b.close();
         k.b.close();
       },
       "race: "},
      {"all have updated what one reads",
       [&](Blocks& k, LoopBufferId x, LoopBufferId) {
         k.b.atomic(AtomicOp::kAdd, x, k.b.div(k.thread, k.i(32)), one(k));
         k.b.ballot(k.b.constantInt(DType::kI1, 1));
         k.b.openIf(k.equal(k.thread, k.i(5)));
         k.b.let(k.b.load(x, k.i(0)));
         k.b.close();
       },
       "race: reads x[0], updated by thread"},
      {"two warps have read what one of them writes",
       [&](Blocks& k, LoopBufferId x, LoopBufferId) {
         LoopBufferId flag = k.b.parameter("flag", DType::kI32, 1, true, true);
         k.b.let(k.b.load(x, k.i(0)));
         k.b.openIf(k.equal(k.thread, k.i(0)));
         k.b.atomic(AtomicOp::kOr, flag, k.i(0), k.b.constantInt(DType::kI32, 1));
         k.b.close();
         k.b.openIf(k.equal(k.thread, k.i(40)));
         k.b.await(flag, k.i(0), k.b.constantInt(DType::kI32, 1));
         k.b.let(k.b.load(x, k.i(0)));
         k.b.store(x, k.i(0), one(k));
         k.b.close();
       },
       "race: "},
      {"a lane writes over what its group's tile reads",
       [&](Blocks& k, LoopBufferId, LoopBufferId s) {
         k.b.store(s, k.thread, one(k));
         k.b.barrier();
         LoopBufferId acc = k.b.local("acc", BufferSpace::kRegister, DType::kF32, 1);
         k.b.store(acc, k.i(0), one(k));
         MatrixTile tile;
         tile.m = 8, tile.n = 4, tile.k = 1, tile.lanes = 32;
         tile.a = tile.b = {s, k.b.mul(k.b.div(k.thread, k.i(32)), k.i(32)), 1, 1, {}};
         tile.c = tile.d = {acc, k.i(0), 0, 0, {{1, 2, 4, 8, 16}, {}}};
         k.b.matrixTile(tile);
         k.b.openIf(k.equal(k.b.mod(k.thread, k.i(32)), k.i(0)));
         k.b.store(s, k.thread, one(k));
         k.b.close();
       },
       "by a group of threads of block 0"},
      {"copy that nobody waited for",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.asyncCopy(s, k.thread, x, k.thread, 1);
         k.b.commitCopies();
         k.b.let(k.b.load(s, k.thread));
         k.b.waitCopies(0);
       },
       "while an async copy to it has not been waited for"},
      {"wait for the wrong group",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.asyncCopy(s, k.thread, x, k.thread, 1);
         k.b.commitCopies();
         k.b.waitCopies(1);
         k.b.let(k.b.load(s, k.thread));
         k.b.waitCopies(0);
       },
       "while an async copy to it has not been waited for"},
      {"copy waited for by its thread, read by another",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.asyncCopy(s, k.thread, x, k.thread, 1);
         k.b.commitCopies();
         k.b.waitCopies(0);
         k.b.let(k.b.load(s, next(k)));
       },
       ""},  // by order: still copying, not yet written, or a race
      {"source written during the copy",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.asyncCopy(s, k.thread, x, k.thread, 1);
         k.b.commitCopies();
         k.b.barrier();
         k.b.store(x, next(k), one(k));
         k.b.waitCopies(0);
       },
       "race: "},
      {"copy out of bounds",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.openIf(k.equal(k.thread, k.i(0)));
         k.b.asyncCopy(s, k.i(0), x, k.i(62), 4);
         k.b.commitCopies();
         k.b.waitCopies(0);
         k.b.close();
       },
       "reads x[64], out of bounds of 64"},
      {"ends with a copy under way",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) { k.b.asyncCopy(s, k.thread, x, k.thread, 1); },
       "unfinished async copies"},
      {"shuffle from a lane that is elsewhere",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openIf(k.less(k.thread, k.i(20)));
         k.b.shuffle(ShuffleKind::kXor, k.thread, k.i(1), 32);
         k.b.close();
       },
       "divergence: not all of threads 0 to 31 get here: thread 20 has ended"},
      {"shuffle out of its segment",
       [&](Blocks& k, LoopBufferId, LoopBufferId) { k.b.shuffle(ShuffleKind::kXor, k.thread, k.i(8), 8); },
       "shuffle xor by 8 leaves the segment of 8 lanes"},
      {"ballot of a part of a warp",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openIf(k.less(k.thread, k.i(20)));
         k.b.ballot(k.b.constantInt(DType::kI1, 1));
         k.b.close();
       },
       "divergence"},
      {"out of bounds",
       [&](Blocks& k, LoopBufferId, LoopBufferId s) { k.b.store(s, k.b.add(k.thread, k.i(1)), one(k)); },
       "writes s[64], out of bounds of 64"},
      {
          "shared memory that holds nothing",
          [&](Blocks& k, LoopBufferId x, LoopBufferId s) { k.b.store(x, k.thread, k.b.load(s, k.thread)); },
          "reads s[",
      },
      {"a register that holds nothing",
       [&](Blocks& k, LoopBufferId x, LoopBufferId) {
         LoopBufferId r = k.b.local("r", BufferSpace::kRegister, DType::kF32, 2);
         k.b.store(r, k.i(0), one(k));
         k.b.store(x, k.thread, k.b.load(r, k.i(1)));
       },
       "reads r[1], which is uninitialised"},
      {"tile with an index for each lane",
       [&](Blocks& k, LoopBufferId, LoopBufferId s) {
         k.b.store(s, k.thread, one(k));
         k.b.barrier();
         LoopBufferId acc = k.b.local("acc", BufferSpace::kRegister, DType::kF32, 1);
         k.b.store(acc, k.i(0), one(k));
         MatrixTile tile;
         tile.m = 8, tile.n = 4, tile.k = 1, tile.lanes = 32;
         tile.a = tile.b = {s, k.b.mod(k.thread, k.i(2)), 1, 1, {}};
         tile.c = tile.d = {acc, k.i(0), 0, 0, {{1, 2, 4, 8, 16}, {}}};
         k.b.matrixTile(tile);
       },
       "differs between the lanes of a matrix tile"},
  };
  for (const Misuse& c : cases) {
    Blocks k("misuse", 1, 64);
    LoopBufferId x = k.b.parameter("x", DType::kF32, 64, true, true), s = k.shared("s", DType::kF32, 64);
    k.open();
    c.body(k, x, s);
    const LoopFunction f = k.finish();
    for (uint64_t seed = 0; seed < kSeeds; ++seed) {
      std::vector<float> memory(64);
      int32_t flag = 0;  // where the kernel has one
      std::vector<void*> parameters = {memory.data(), &flag};
      parameters.resize(f.parameters.size());
      const Status status = tryInterpretLoops(f, parameters, {seed});
      ASSERT_FALSE(status.ok()) << c.name << ", seed " << seed << "\n" << loopFunctionToString(f);
      EXPECT_THAT(status.message(), HasSubstr(c.message)) << c.name << ", seed " << seed;
      EXPECT_THAT(status.message(), HasSubstr("kernel misuse, block 0, thread ")) << c.name;
    }
  }
}

}  // namespace
}  // namespace partita
