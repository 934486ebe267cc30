// Who does the local steps: the thread that completes a meeting or drives the transport, in a loop of the compute pool
// where that is worth it, and whoever waits meanwhile.
#include <sched.h>

#include <algorithm>

#include "collectives/engine.h"

namespace partita {
namespace {

// From that many pieces on the compute pool is asked.
constexpr int64_t kPoolPieces = 8;
// How long a waiting thread looks for news before it sleeps. Between processes nobody wakes it but the communication
// thread, which looks less often.
constexpr std::chrono::microseconds kSpinHere{20}, kSpinBetween{2000};
constexpr std::chrono::microseconds kNapLeast{30}, kNapMost{150};

// The engine whose callbacks this thread is running: a callback that enqueues leaves the work to the loop around it, so
// that chains of collectives do not nest.
thread_local const Engine* inside = nullptr;

// Every other thread takes pieces from the back.
bool fromBack() {
  static std::atomic<uint32_t>& threads = *new std::atomic<uint32_t>(0);
  thread_local const bool back = threads.fetch_add(1) % 2 != 0;
  return back;
}

}  // namespace

bool Engine::runBatch(Lock& lock, bool pool) {
  if (batches_.empty()) return false;
  const BatchPtr batch = batches_.front();
  const int64_t pieces = batch->pieces;
  const bool alone = pieces == 1;
  if (alone) batches_.pop_front();
  countWork();
  const MeetingPtr meeting = batch->meeting;
  const Plan& plan = *meeting->circle->plan;
  std::atomic<bool> last{false};
  lock.unlock();
  // Does up to MOST pieces.
  const auto take = [&](int64_t most) {
    int64_t mine = 0;
    for (; mine < most; ++mine) {
      const int64_t piece = batch->take(fromBack());
      if (piece < 0) break;
      const auto at = static_cast<size_t>(std::upper_bound(batch->firstPiece.begin(), batch->firstPiece.end(), piece) -
                                          batch->firstPiece.begin() - 1);
      runPiece(plan, plan.steps[static_cast<size_t>(batch->steps[at])], meeting->bases.data(),
               piece - batch->firstPiece[at]);
    }
    if (mine > 0 && batch->done.fetch_add(mine, std::memory_order_acq_rel) + mine == pieces) last.store(true);
    return mine;
  };
  bool any = false;
  if (pool && pieces >= kPoolPieces && options_.runner != nullptr && options_.runner->workers() > 1 &&
      !poolBusy_.exchange(true)) {
    options_.runner->parallelFor(pieces, 1, [&](int64_t begin, int64_t end, int) { take(end - begin); });
    poolBusy_.store(false);
    any = true;
  }
  any |= take(pieces) > 0;
  lock.lock();
  if (!alone) {
    auto at = std::find(batches_.begin(), batches_.end(), batch);
    if (at != batches_.end()) batches_.erase(at);  // all pieces are taken
    countWork();
  }
  if (!last.load()) return any || !alone;
  --meeting->running;
  --meeting->batches;
  std::vector<int32_t> local;
  if (meeting->failure.ok()) {
    for (int32_t step : batch->steps) stepDone(*meeting, step, local);
    publish(meeting, std::move(local));
  }
  endIfDone(*meeting);
  return true;
}

bool Engine::progressHere(bool pool) {
  if (inside == this || localWork_.load(std::memory_order_acquire) == 0) return false;
  bool any = false;
  Lock lock(mutex_);
  while (true) {
    if (!callbacks_.empty()) {
      runCallbacks(lock);
    } else if (!runBatch(lock, pool)) {
      break;
    }
    any = true;
    // What local steps have made ready goes out before the next ones are done.
    if (toDrive_.load() && driver_.drive) {
      lock.unlock();
      kick();
      lock.lock();
    }
  }
  return any;
}

void Engine::runCallbacks(Lock& lock) {
  const Engine* outer = std::exchange(inside, this);
  while (!callbacks_.empty()) {
    std::vector<Callback> callbacks;
    callbacks.swap(callbacks_);
    countWork();
    lock.unlock();
    for (Callback& callback : callbacks) {
      if (callback.done) callback.done(callback.status);
    }
    callbacks.clear();
    lock.lock();
  }
  inside = outer;
}

bool Engine::progress() {
  bool any = false;
  if (driver_.drive && (openSpanning_.load() > 0 || toDrive_.load())) any |= driver_.drive(true);
  return progressHere(true) || any;
}

void Engine::wakeWaiters() {
  ++news_;
  if (sleepers_ > 0) wakeWaiters_.notify_all();
}

void Engine::wait(const EventPtr& event) {
  if (event->ended()) return;
  setUrgent(true);
  bool told = false;  // the event wakes us
  Clock::time_point quiet = Clock::now();
  while (!event->ended()) {
    if (progress()) {
      quiet = Clock::now();
      continue;
    }
    const bool between = openSpanning_.load() > 0;
    const auto silence = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - quiet);
    if (silence < (between ? kSpinBetween : kSpinHere)) {
      sched_yield();
      continue;
    }
    if (!std::exchange(told, true)) {
      // Not held by the event: it may outlive the engine.
      event->then([engine = weak_from_this()](const Status&) {
        const std::shared_ptr<Engine> alive = engine.lock();
        if (!alive) return;
        Lock inner(alive->mutex_);
        alive->wakeWaiters();
      });
    }
    Lock lock(mutex_);
    if (!batches_.empty() || !callbacks_.empty()) continue;
    const uint64_t seen = news_;
    const auto news = [&] { return event->ended() || news_ != seen; };
    ++sleepers_;
    if (between)
      wakeWaiters_.wait_for(lock, std::clamp(silence / 8, kNapLeast, kNapMost), news);
    else
      wakeWaiters_.wait(lock, news);
    --sleepers_;
    if (!between) quiet = Clock::now();
  }
  setUrgent(false);
}

void Engine::watchLoop() {
  pthread_setname_np(pthread_self(), "partita-watch");
  const auto period = std::clamp(options_.deadline / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(1000));
  Lock lock(mutex_);
  while (!stopping_) {
    if (openMeetings_ == 0) {
      watchAsleep_ = true;
      watch_.wait(lock, [&] { return stopping_ || openMeetings_ > 0; });
      watchAsleep_ = false;
    }
    // Meetings come and go meanwhile without waking this thread.
    watch_.wait_for(lock, period, [&] { return stopping_; });
    if (openMeetings_ == 0) continue;
    checkDeadlines(Clock::now());
    if (callbacks_.empty()) continue;
    lock.unlock();
    progressHere(false);  // callbacks, and what they have enqueued
    lock.lock();
  }
}

}  // namespace partita
